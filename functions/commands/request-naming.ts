import type { Origin } from '../../domain/facts/origin.ts';
import { requestRecorded } from '../../domain/shared/request-recorded.ts';
import { factIdOf, type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Plan } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import type { Ledger } from '../runtime/ledger.ts';

type NamedRequest = {
  readonly origin: Origin;
  readonly key: string;
  readonly operation: string;
  readonly fingerprint: string;
  readonly subject: string;
};

/** Plans for commands whose result has no id that derives from the request: a record of the request goes first. */
export const requestNaming = (
  { eventStore, digest }: Ledger,
  { origin, key, operation, fingerprint, subject }: NamedRequest,
) => {
  const id = derivedId('req', { ledger: origin.ledger, operation, key });
  const streamId = streamIdOf(origin.ledger, 'request', id);
  return {
    plan: <Refusal>(reads: readonly StreamId[], decide: Plan<Refusal>['decide']): Plan<Refusal> => ({
      request: { streamId, fingerprint },
      reads,
      decide: (heads, now) => {
        const decided = decide(heads, now);
        const first = decided.ok ? decided.value[0] : undefined;
        if (!decided.ok || first === undefined) return decided;
        const head = eventStore.beginning(streamId);
        const result = factIdOf(first.head.streamId, first.head.version + 1);
        const named = requestRecorded({ operation, fingerprint, subject, result }, head, { origin, now, digest });
        return { ok: true, value: [named, ...decided.value] };
      },
    }),
  };
};
