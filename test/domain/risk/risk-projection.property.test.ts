import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { DepartingRow } from '../../../domain/risk/departing-row.ts';
import { defaultRiskPolicy, type RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../../domain/risk/risk-projection.ts';
import { isArrivalRow } from '../../../domain/risk/risk-rows.ts';
import { decisionIdOf } from '../../../functions/adapters/risk/decision-id.ts';
import { anyDeliveryOf } from '../../arbitraries/deliveries.ts';
import { anyStory, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import { folded } from '../../support/folded.ts';

/** So strict that decisions are made in most stories. */
const strict: RiskPolicy = {
  ...defaultRiskPolicy,
  countMaximum: { ...defaultRiskPolicy.countMaximum, minute: { review: 1, block: 2 } },
};
const projection = riskProjection({ policy: strict, decisionIdOf });

const countsOf = async (events: readonly StoredEvent[]): Promise<string> => {
  const rows = [...(await folded(projection, events))];
  return JSON.stringify(rows.filter(([name]) => !isArrivalRow({ partition: name.split(' / ')[0] ?? '', sort: '' })));
};

// A story is told before it is known how many events it makes, so their order is drawn by a seed.
const anySeed = fc.integer();

describe('what is counted of departures', () => {
  it('is the same in any order and any repetition', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anySeed, async (story, seed) => {
        const events = await publishedIn(await tell(story));
        const [delivered] = fc.sample(anyDeliveryOf(events), { seed, numRuns: 1 });
        expect(await countsOf(delivered ?? [])).toBe(await countsOf(events));
      }),
      { numRuns: 60 },
    );
  });

  it('is every departure once', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const events = await publishedIn(await tell(story));
        const rows = await folded(projection, [...events, ...events]);
        expect(countedIn(rows)).toEqual(leftIn(events));
      }),
      { numRuns: 60 },
    );
  });
});

const centsOf = (text: string): bigint => BigInt(text.replace('.', ''));

/** Count and cents a day by account, from the rows: all facts of a story are of one day. */
const countedIn = (rows: Awaited<ReturnType<typeof folded>>) => {
  const found: Record<string, string> = {};
  for (const [name, body] of rows) {
    const [, accountId] = /#departing#(.*) \/ USD/.exec(name) ?? [];
    const { day } = body as DepartingRow;
    if (accountId !== undefined && day !== undefined)
      found[accountId] = `${day.row.count} ${centsOf(String(day.row.sum))}`;
  }
  return found;
};

/** The same from the texts of the events, in other arithmetic: what each account went down by, or was asked to. */
const leftIn = (events: readonly StoredEvent[]) => {
  const left = new Map<string, { count: number; cents: bigint }>();
  const leave = (accountId: string, cents: bigint): void => {
    if (cents <= 0n) return;
    const before = left.get(accountId) ?? { count: 0, cents: 0n };
    left.set(accountId, { count: before.count + 1, cents: before.cents + cents });
  };
  for (const event of events) {
    const fact = JSON.parse(event.text);
    if (fact.type === 'TransferRequested') leave(fact.transfer.sourceAccountId, centsOf(fact.transfer.amount));
    if (fact.type === 'HoldAuthorized' && fact.hold.transferId === undefined)
      leave(fact.hold.accountId, centsOf(fact.hold.amount));
    if (fact.type !== 'JournalEntryPosted' || fact.holdId !== undefined) continue;
    for (const accountId of new Set<string>(fact.postings.map((posting: { accountId: string }) => posting.accountId))) {
      let cents = 0n;
      for (const posting of fact.postings)
        if (posting.accountId === accountId) {
          const isDown = (posting.accountType === 'asset') === (posting.side === 'credit');
          cents += isDown ? centsOf(posting.amount) : -centsOf(posting.amount);
        }
      leave(accountId, cents);
    }
  }
  return Object.fromEntries([...left].map(([accountId, { count, cents }]) => [accountId, `${count} ${cents}`]));
};
