import { base64Of } from './bytes.ts';
import type { TreeHash } from './tree-hash.ts';

/**
 * A proof that an entry is in a log, after C2SP tlog-proof v1, of which there is only a draft; so this is the text that
 * counts here:
 *
 *     c2sp.org/tlog-proof@v1
 *     index <index from 0, decimal>
 *     <hash, base64>               from the entry's sibling up to the root's child; none for a log of one entry
 *     <empty line>
 *     <the checkpoint, a signed note, as it is>
 */
export const inclusionProofText = ({
  index,
  hashes,
  checkpoint,
}: {
  readonly index: number;
  readonly hashes: readonly TreeHash[];
  readonly checkpoint: string;
}): string => `c2sp.org/tlog-proof@v1\nindex ${index}\n${linesOf(hashes)}\n${checkpoint}`;

/**
 * A proof that a log goes on from what it was at an earlier size, in the form that C2SP tlog-witness sends to
 * witnesses: `old <size>`, the hashes, an empty line and the later checkpoint.
 */
export const consistencyProofText = ({
  earlierSize,
  hashes,
  checkpoint,
}: {
  readonly earlierSize: number;
  readonly hashes: readonly TreeHash[];
  readonly checkpoint: string;
}): string => `old ${earlierSize}\n${linesOf(hashes)}\n${checkpoint}`;

const linesOf = (hashes: readonly TreeHash[]): string => hashes.map((hash) => `${base64Of(hash)}\n`).join('');
