import type { RiskDecided } from '../../domain/facts/risk-decided.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ProjectionStore, Row } from '../../domain/ports/projection-store.ts';
import { type OutboxRow, outboxOf } from '../../domain/risk/risk-rows.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';

export type FlushOptions = {
  readonly store: Pick<ProjectionStore, 'query' | 'commit'>;
  readonly eventStore: Pick<EventStore, 'beginning' | 'append'>;
  readonly clock: Clock;
  readonly digest: Digest;
};

const rowsPerPage = 25;

/**
 * Writes the decisions that wait in a ledger's outbox as facts, and takes each out only after that. Each has a stream
 * of its own that begins with it, so writing one twice is a conflict that says it is written: a crash between the
 * two, or another worker, changes nothing. Throws what the stores throw; what is left waits for the next flush.
 */
export const flushDecisions = async (ledger: string, options: FlushOptions): Promise<void> => {
  let waiting: readonly Row[];
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { after };
    waiting = await options.store.query({ partition: outboxOf(ledger), limit: rowsPerPage, ...from });
    for (const row of waiting) await flush(ledger, row, options);
    after = waiting.at(-1)?.key.sort;
  } while (waiting.length === rowsPerPage);
};

const flush = async (
  ledger: string,
  { key, revision, body }: Row,
  { store, eventStore, clock, digest }: FlushOptions,
): Promise<void> => {
  const { decision } = body as OutboxRow;
  const fact: RiskDecided = { ...decision, recordedAt: clock.now() };
  const text = canonicalJson(fact);
  const head = eventStore.beginning(streamIdOf(ledger, 'risk', decision.decisionId));
  await eventStore.append([{ head, text, hash: digest(text), published: true }]);
  // A conflict means that another worker took it out.
  await store.commit([{ key, revision, body: null }]);
};
