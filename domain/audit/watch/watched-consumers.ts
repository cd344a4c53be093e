import { balanceProjection } from '../../projections/balance.ts';
import { type FactTally, noFacts, withFact } from '../../projections/fact-tally.ts';
import type { DeliveredFact, Projection } from '../../projections/projection.ts';
import { defaultRiskPolicy } from '../../risk/risk-policy.ts';
import { riskProjection } from '../../risk/risk-projection.ts';

/** The consumers of the fact stream. What audit has applied is its log; the others keep tallies of their own. */
export type WatchedConsumer = 'audit' | 'balance' | 'fraud';

export type TallyingConsumer = Exclude<WatchedConsumer, 'audit'>;

export const tallyingConsumers: readonly TallyingConsumer[] = ['balance', 'fraud'];

/** What each consumer should have applied of some facts. */
export type ExpectedTallies = Readonly<Record<WatchedConsumer, FactTally>>;

export const noneExpected: ExpectedTallies = { audit: noFacts, balance: noFacts, fraud: noFacts };

const projections: Readonly<Record<TallyingConsumer, Projection>> = {
  balance: balanceProjection,
  // Which facts it keeps something of depends neither on the policy nor on how decisions are named.
  fraud: riskProjection({ policy: defaultRiskPolicy, decisionIdOf: () => '' }),
};

/** The tallies with one more fact of the log: in all, and of each consumer that keeps something of it. */
export const expecting = (tallies: ExpectedTallies, delivered: DeliveredFact): ExpectedTallies => {
  const { hash } = delivered;
  const after = (consumer: TallyingConsumer): FactTally =>
    projections[consumer](delivered).length === 0 ? tallies[consumer] : withFact(tallies[consumer], hash);
  return { audit: withFact(tallies.audit, hash), balance: after('balance'), fraud: after('fraud') };
};
