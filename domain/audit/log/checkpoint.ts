import { base64Of, bytesOfBase64 } from './bytes.ts';
import { hashBytes, type TreeHash } from './tree-hash.ts';

/**
 * What a log says of itself at one size, after C2SP tlog-checkpoint v1.0.0. `origin` names the log for ever.
 */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: TreeHash };

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64Of(root)}\n`;

/** Reads the text of a checkpoint of this log's own: without extension lines. Undefined for any other text. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  const [origin, sizeText = '', rootText = '', end, ...more] = text.split('\n');
  const root = bytesOfBase64(rootText);
  const size = Number(sizeText);
  if (origin === undefined || origin === '' || end !== '' || more.length > 0) return undefined;
  if (!/^(0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size)) return undefined;
  return root?.length === hashBytes ? { origin, size, root } : undefined;
};
