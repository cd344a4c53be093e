import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../../support/quiet-log.ts';
import { type ExpectedTallies, expecting, noneExpected } from '../../../../domain/audit/watch/watched-consumers.ts';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { balanceProjection } from '../../../../domain/projections/balance.ts';
import { type FactTally, noFacts, plus, withFact } from '../../../../domain/projections/fact-tally.ts';
import type { Projection } from '../../../../domain/projections/projection.ts';
import { defaultRiskPolicy } from '../../../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../../../domain/risk/risk-projection.ts';
import { decisionIdOf } from '../../../../functions/adapters/risk/decision-id.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { anyStory, publishedIn, tell } from '../../../arbitraries/ledger-facts.ts';
import { folded } from '../../../support/folded.ts';
import { payoutWorld } from '../../../support/payout-world.ts';
import { walk } from '../../../support/walk-payout.ts';

const expectedOf = (events: readonly StoredEvent[]): ExpectedTallies =>
  events.map(deliveredFact).reduce(expecting, noneExpected);

/** What a consumer that applied events tallied of them, in all minutes. */
const talliedBy = async (projection: Projection, events: readonly StoredEvent[]): Promise<FactTally> =>
  [...(await folded(projection, events))]
    .flatMap(([name, row]) => (name.startsWith('main#tallies / ') ? [row as FactTally] : []))
    .reduce(plus, noFacts);

const expectWhatConsumersTally = async (events: readonly StoredEvent[]): Promise<void> => {
  const expected = expectedOf(events);
  expect(expected.audit).toEqual(events.reduce((tally, { hash }) => withFact(tally, hash), noFacts));
  expect(expected.balance).toEqual(await talliedBy(balanceProjection, events));
  const fraud = riskProjection({ policy: defaultRiskPolicy, decisionIdOf });
  expect(expected.fraud).toEqual(await talliedBy(fraud, events));
};

describe('what is expected of the consumers of facts', () => {
  it('is nothing before there are facts', () => {
    const none = { count: 0, sum: 'A'.repeat(43) };
    expect(noneExpected).toEqual({ audit: none, balance: none, fraud: none });
  });

  it('is what each of them tallies once it has applied the facts', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => expectWhatConsumersTally(await publishedIn(await tell(story)))),
      { numRuns: 20 },
    );
  });

  it('is so too of a payout that was placed in review', async () => {
    const world = await payoutWorld({ screening: 'review' });
    await walk(world, await world.request('reviewed', 'sim-accept'));
    const events = await publishedIn(world.store);
    expect(events.map(({ text }) => JSON.parse(text).type)).toContain('TransferPlacedInReview');
    await expectWhatConsumersTally(events);
  });
});
