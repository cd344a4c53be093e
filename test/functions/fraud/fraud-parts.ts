import type { RiskDecided } from '../../../domain/facts/risk-decided.ts';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { defaultRiskPolicy, type RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { processForFraud } from '../../../functions/fraud/process-for-fraud.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { testLedger } from '../../support/test-ledger.ts';

/** More than two departures a minute are looked at, more than three block. */
export const strictPolicy: RiskPolicy = {
  ...defaultRiskPolicy,
  countMaximum: { ...defaultRiskPolicy.countMaximum, minute: { review: 2, block: 3 } },
};

export const fraudWith = (
  store: ProjectionStore,
  eventStore: Pick<EventStore, 'beginning' | 'append'>,
): ProcessFacts => {
  const { clock, waiting } = testLedger();
  return processForFraud({ store, eventStore, clock, waiting, digest: sha256, policy: strictPolicy });
};

/** Delivers events in one batch, again from where it stopped, until all were applied. */
export const deliverTo = async (process: ProcessFacts, events: readonly StoredEvent[]): Promise<void> => {
  let left = events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { applied, failure } = await process(left);
    if (failure === undefined) return;
    left = left.slice(applied);
  }
  throw new Error('The consumer does not get any further');
};

/** The decisions in an event store, by when they were written; fails the test where a decision has a second event. */
export const decisionsIn = async (eventStore: EventStore): Promise<readonly RiskDecided[]> => {
  const decisions: RiskDecided[] = [];
  for await (const { streamId, version, text, published } of eventStore.scan()) {
    if (partsOf(streamId).kind !== 'risk') continue;
    if (version !== 0 || !published) throw new Error(`${streamId} is not one published decision`);
    decisions.push(JSON.parse(text));
  }
  return decisions;
};
