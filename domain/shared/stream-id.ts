import type { Brand } from './brand.ts';
import { InvariantViolation } from './failures.ts';

/**
 * What a stream tells of: an account, a journal entry, a hold, a transfer, a risk decision, how a risk alert was
 * settled, a request whose result has no id of its own that could tell a repetition, a request that was refused, the
 * keys that sign the log, or the key that seals what is said of a subject.
 */
export type StreamKind =
  | 'account'
  | 'entry'
  | 'hold'
  | 'transfer'
  | 'risk'
  | 'resolution'
  | 'request'
  | 'rejection'
  | 'keys'
  | 'subjectKey';

/** `<ledger>#<letter>#<id>`: the partition key of the event store and of the fact stream. */
export type StreamId = Brand<string, 'StreamId'>;

const letters = {
  account: 'A',
  entry: 'J',
  hold: 'H',
  transfer: 'X',
  risk: 'R',
  resolution: 'S',
  request: 'K',
  rejection: 'N',
  keys: 'L',
  subjectKey: 'P',
} as const satisfies Record<StreamKind, string>;

const kinds = new Map<string, StreamKind>(
  Object.entries(letters).map(([kind, letter]) => [letter, kind as StreamKind]),
);

export const streamIdOf = (ledger: string, kind: StreamKind, id: string): StreamId =>
  `${ledger}#${letters[kind]}#${id}` as StreamId;

/** The parts of a stream id. Throws InvariantViolation for text that is none. */
export const partsOf = (
  streamId: string,
): { readonly ledger: string; readonly kind: StreamKind; readonly id: string } => {
  const [ledger, letter, id] = streamId.split('#');
  const kind = kinds.get(letter ?? '');
  if (ledger === undefined || kind === undefined || id === undefined)
    throw new InvariantViolation(`Not a stream id: ${streamId}`);
  return { ledger, kind, id };
};

/** Account streams begin at 1, so that a version counts the account's events; all others begin at 0. */
export const firstVersionOf = (streamId: StreamId): number => (partsOf(streamId).kind === 'account' ? 1 : 0);

/** The id of the fact that a published event becomes. */
export const factIdOf = (streamId: StreamId, version: number): string => `${streamId}@${version}`;
