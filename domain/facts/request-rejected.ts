import type { AccountId } from '../accounts/account.ts';
import type { StreamHead, StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { type FactHeader, headerOf, type Recording } from './origin.ts';

/**
 * Somebody asked for something that a rule refused: it happened, though nothing came of it. It tells who asked for what
 * and on which accounts, and never what the request said beside that.
 */
export type RequestRejected = FactHeader & {
  readonly type: 'RequestRejected';
  readonly schemaVersion: 1;
  /** Derives from the request and the code, so that the same refusal of the same request is written once. */
  readonly rejectionId: string;
  readonly operation: string;
  /** The code that the caller was told. */
  readonly code: string;
  /** Tells which requests were the same. */
  readonly fingerprint: string;
  /** The id in the address of the request, where it has one. */
  readonly subject?: string;
  /** The first accounts that it names, at most `accountsOfRejectionMaximum`. */
  readonly accountIds: readonly AccountId[];
};

/** So few that a refusal stays within one write unit of its transaction, as a rule. */
export const accountsOfRejectionMaximum = 4;

/** The event of a refusal, the first of a stream of its own. */
export const rejectionOf = (
  refused: Omit<RequestRejected, keyof FactHeader | 'type' | 'schemaVersion'>,
  head: StreamHead,
  { origin, now, digest }: Recording,
): StreamWrite => {
  const fact: RequestRejected = { ...headerOf(origin, now), ...refused, type: 'RequestRejected', schemaVersion: 1 };
  const text = canonicalJson(fact);
  return { head, text, hash: digest(text), published: true };
};
