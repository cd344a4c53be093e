import type { Recording } from '../facts/origin.ts';
import type { StreamHead, StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from './canonical-json.ts';

/** A request whose result has no id of its own: written with its result, so that a repetition is recognised. */
export type RecordedRequest = {
  readonly operation: string;
  readonly fingerprint: string;
  /** What it was about: the id of the account, hold, transfer or key; empty where there was none. */
  readonly subject: string;
  /**
   * The event that tells its result: the id it has as a fact, or empty where nothing came of it. A replay is answered
   * from it.
   */
  readonly result: string;
  /** Of a request that did the same to all stripes of an account: their events, in the order of the stripes. */
  readonly resultsOfStripes?: readonly string[];
};

/** The event that names a request; never published, since its result is. */
export const requestRecorded = (
  request: RecordedRequest,
  head: StreamHead,
  { origin: { ledger, actor }, now, digest }: Recording,
): StreamWrite => {
  const text = canonicalJson({ ...request, ledger, actor, recordedAt: now, type: 'RequestRecorded', schemaVersion: 1 });
  return { head, text, hash: digest(text), published: false };
};
