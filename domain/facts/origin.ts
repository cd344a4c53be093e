import type { Digest } from '../ports/digest.ts';
import type { Instant } from '../shared/instant.ts';

/** Where a command comes from: the same for everything that it records. */
export type Origin = {
  readonly ledger: string;
  /** Who asked, as a reference; never a name. */
  readonly actor: string;
  /** The caller's word for what belongs together, if it gave one. */
  readonly correlationId?: string;
  /** W3C trace context of the request. */
  readonly traceparent?: string;
};

/** What decides how something is recorded, beside the decision itself. */
export type Recording = { readonly origin: Origin; readonly now: Instant; readonly digest: Digest };

/** The part that all facts share. */
export type FactHeader = Origin & { readonly recordedAt: Instant };

export const headerOf = ({ ledger, actor, correlationId, traceparent }: Origin, recordedAt: Instant): FactHeader => ({
  ledger,
  actor,
  ...(correlationId === undefined ? {} : { correlationId }),
  ...(traceparent === undefined ? {} : { traceparent }),
  recordedAt,
});
