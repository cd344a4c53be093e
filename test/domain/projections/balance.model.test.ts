import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JournalEntryPosted } from '../../../domain/facts/journal-entry-posted.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { replay } from '../../../functions/runtime/replay.ts';
import { anyStory, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import { minorUnitsOf } from '../../arbitraries/money.ts';

type Sums = { debit: bigint; credit: bigint };

const added = (sums: Map<string, Sums>, name: string, side: 'debit' | 'credit', amount: string): void => {
  const before = sums.get(name) ?? { debit: 0n, credit: 0n };
  sums.set(name, { ...before, [side]: before[side] + minorUnitsOf(amount) });
};

/** The sums by account and by account and day, added up from the postings alone, in whole cents. */
const modelOf = (entries: readonly JournalEntryPosted[]): ReadonlyMap<string, Sums> => {
  const sums = new Map<string, Sums>();
  for (const { postings, effectiveDate } of entries)
    for (const { accountId, side, amount } of postings) {
      added(sums, accountId, side, amount);
      added(sums, `${accountId} ${effectiveDate}`, side, amount);
      added(sums, 'all', side, amount);
    }
  return sums;
};

const cents = (text: unknown): bigint => minorUnitsOf(String(text));

describe('the balance projection', () => {
  it('agrees with postings added up in whole cents', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const eventStore = await tell(story);
        const facts = (await publishedIn(eventStore)).map(({ text }) => JSON.parse(text));
        const model = modelOf(facts.filter(({ type }) => type === 'JournalEntryPosted'));
        const none: Sums = { debit: 0n, credit: 0n };
        let all = none;
        for await (const { key, body } of (await replay({ eventStore, projection: balanceProjection })).scan()) {
          const [, list, accountId] = key.partition.split('#');
          const found = {
            debit: list === 'entries' ? 0n : cents(body['debits'] ?? 0),
            credit: list === 'entries' ? 0n : cents(body['credits'] ?? 0),
          };
          if (list === 'accounts') expect(found).toEqual(model.get(key.sort) ?? none);
          if (list === 'days') expect(found).toEqual(model.get(`${accountId} ${key.sort}`));
          if (list === 'totals') all = { debit: all.debit + found.debit, credit: all.credit + found.credit };
        }
        expect(all).toEqual(model.get('all') ?? none);
        expect(all.debit).toBe(all.credit);
      }),
      { numRuns: 50 },
    );
  });
});
