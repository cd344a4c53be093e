import { isStripeId } from '../../domain/accounts/stripe.ts';
import type { Origin } from '../../domain/facts/origin.ts';
import type { StreamWrite } from '../../domain/ports/event-store.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import type { Proposal } from '../../domain/shared/proposal.ts';
import { requestRecorded } from '../../domain/shared/request-recorded.ts';
import { accepted } from '../../domain/shared/result.ts';
import { factIdOf, type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Heads, Plan } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import type { Ledger } from '../runtime/ledger.ts';

type NamedRequest = {
  readonly origin: Origin;
  readonly key: string;
  readonly operation: string;
  readonly fingerprint: string;
  readonly subject: string;
  /**
   * Whether it is recorded too that all was so already. A caller's request is, or its repetition, once others have
   * changed what was so, would do what the first had no need to do. One that may become news later is not.
   */
  readonly isKeptUnchanged?: boolean;
};

/** Plans for commands whose result has no id that derives from the request: a record of the request goes first. */
export const requestNaming = (
  { eventStore, digest }: Ledger,
  { origin, key, operation, fingerprint, subject, isKeptUnchanged = false }: NamedRequest,
) => {
  const id = derivedId('req', { ledger: origin.ledger, operation, key });
  const streamId = streamIdOf(origin.ledger, 'request', id);
  const naming = (results: readonly string[], now: Instant): StreamWrite => {
    const [result = '', ...resultsOfStripes] = results;
    const named = resultsOfStripes.length === 0 ? { result } : { result, resultsOfStripes };
    const request = { operation, fingerprint, subject, ...named };
    return requestRecorded(request, eventStore.beginning(streamId), { origin, now, digest });
  };
  const keeping = (heads: Heads, now: Instant, streamId: StreamId | undefined): Proposal => {
    const newest = streamId === undefined ? undefined : heads(streamId).newest;
    return newest === undefined ? [] : [naming([factIdOf(newest.streamId, newest.version)], now)];
  };
  return {
    plan: <Refusal>(reads: readonly StreamId[], decide: Plan<Refusal>['decide']): Plan<Refusal> => ({
      request: { streamId, fingerprint },
      reads,
      decide: (heads, now) => {
        const decided = decide(heads, now);
        const first = decided.ok ? decided.value[0] : undefined;
        if (!decided.ok || first === undefined) return decided;
        const results = [first, ...decided.value.slice(1).filter(isLifeOfStripe)].map(({ head }) =>
          factIdOf(head.streamId, head.version + 1),
        );
        return accepted([naming(results, now), ...decided.value]);
      },
      ...(isKeptUnchanged ? { whenUnchanged: (heads, now) => keeping(heads, now, reads[0]) } : {}),
    }),
  };
};

const isLifeOfStripe = ({ head, published }: StreamWrite): boolean => published && isStripeId(head.streamId);
