import { base64Of, bytesOf } from '../../domain/audit/log/bytes.ts';
import { parseCheckpoint } from '../../domain/audit/log/checkpoint.ts';
import { checkpointName } from '../../domain/audit/log/log-place.ts';
import { parseNote } from '../../domain/audit/log/signed-note.ts';
import { emptyEdge, extendedEdge, rootOfEdge, type TreeEdge } from '../../domain/audit/log/tree-edge.ts';
import { leafHashOf, type TreeHash } from '../../domain/audit/log/tree-hash.ts';
import type { LoggedClose, LogLine } from '../../domain/audit/watch/log-line.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { goodSignatures } from './note-signatures.ts';

/** Whether a ledger's archived lines are those of its newest checkpoint. */
export type LogCheck = {
  readonly ledger: string;
  /** How many lines are archived. */
  readonly size: number;
  /** The newest checkpoint over them; undefined where nothing is sealed. */
  readonly checkpoint?: {
    readonly size: number;
    readonly root: string;
    /** Whether the lines have the root that was signed. */
    readonly isSame: boolean;
    /** The keys of the archive whose signatures are good, as `<name>+<key id>`. */
    readonly signedBy: readonly string[];
  };
  /** The newest close among the lines, with its index. */
  readonly close?: LoggedClose & { readonly index: number };
};

/** A checkpoint is over whole segments, and never further behind than one run of the sealer seals. */
const rootsKept = 4_096;

/** Follows the lines of a log as they are read, and says in the end what checkpoint they amount to. */
export const logCheck = (ledger: string, archive: Pick<Archive, 'read'>) => {
  let edge: TreeEdge = emptyEdge;
  let close: LogCheck['close'];
  const edges = new Map<number, TreeEdge>();
  return {
    add: (text: string, line: LogLine): void => {
      edge = extendedEdge(bytesSha256, edge, [leafHashOf(bytesSha256, bytesOf(text))]);
      edges.set(edge.size, edge);
      edges.delete(edge.size - rootsKept);
      if (line.kind === 'close') close = { ...line.close, index: line.sequence - 1 };
    },
    result: async (): Promise<LogCheck> => {
      const checkpoint = await newestOf([...edges.values()].reverse(), ledger, archive);
      return {
        ledger,
        size: edge.size,
        ...(checkpoint === undefined ? {} : { checkpoint }),
        ...(close === undefined ? {} : { close }),
      };
    },
  };
};

const newestOf = async (
  edges: readonly TreeEdge[],
  ledger: string,
  archive: Pick<Archive, 'read'>,
): Promise<LogCheck['checkpoint']> => {
  for (const edge of edges) {
    const note = await archive.read(checkpointName(ledger, edge.size));
    if (note === undefined) continue;
    const root: TreeHash = rootOfEdge(bytesSha256, edge);
    const signed = parseCheckpoint(parseNote(note)?.text ?? '');
    const isSame = signed?.size === edge.size && base64Of(signed.root) === base64Of(root);
    return { size: edge.size, root: base64Of(root), isSame, signedBy: await goodSignatures(ledger, note, archive) };
  }
  return undefined;
};
