import type { Clock } from '../../domain/ports/clock.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { RiskPolicy } from '../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../domain/risk/risk-projection.ts';
import { decisionIdOf } from '../adapters/risk/decision-id.ts';
import type { Waiting } from '../runtime/backoff.ts';
import type { ProcessFacts } from '../runtime/process-facts.ts';
import { projectFacts } from '../runtime/project-facts.ts';
import { flushDecisions } from './flush-decisions.ts';

export type FraudOptions = {
  readonly store: ProjectionStore;
  readonly eventStore: Pick<EventStore, 'beginning' | 'append'>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly policy: RiskPolicy;
  readonly waiting?: Waiting;
  readonly onConflict?: () => void;
};

/**
 * Counts what leaves accounts and decides on it. Whatever waits in the outbox of a ledger is written with every batch
 * that has facts of it, so a decision that a crash left behind is written with the next one, and at the latest when
 * its own fact is delivered again.
 */
export const processForFraud = ({ policy, eventStore, digest, ...options }: FraudOptions): ProcessFacts =>
  projectFacts({
    ...options,
    projection: riskProjection({ policy, decisionIdOf }),
    afterCommit: async (arrivals) => {
      const ledgers = new Set(arrivals.map(({ delivered }) => delivered.fact.ledger));
      for (const ledger of ledgers) await flushDecisions(ledger, { ...options, eventStore, digest });
    },
  });
