import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareMinute, type TallyDifference } from '../../../../domain/audit/watch/compare-tallies.ts';
import { noneExpected } from '../../../../domain/audit/watch/watched-consumers.ts';
import { type FactTally, noFacts, withFact } from '../../../../domain/projections/fact-tally.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';

const minute = '2026-11-23T10:00';
const [one, two, three] = ['one', 'two', 'three'].map(sha256) as [string, string, string];

const tallyOf = (...hashes: readonly string[]): FactTally => hashes.reduce(withFact, noFacts);

const compare = (expected: FactTally, kept: FactTally): readonly TallyDifference[] =>
  compareMinute(minute, { ...noneExpected, balance: expected }, { balance: kept, fraud: noFacts });

describe('a minute of a consumer', () => {
  it('is the same where it has the facts that the log has of its kind, in whatever order', () => {
    expect(compare(tallyOf(one, two), tallyOf(two, one))).toEqual([]);
    expect(compare(noFacts, noFacts)).toEqual([]);
  });

  it('lacks what the log has more, and names it where it is one fact', () => {
    expect(compare(tallyOf(one, two), tallyOf(two))).toEqual([
      { consumer: 'balance', minute, missing: 1, hash: one, seenBy: 'audit' },
    ]);
  });

  it('shows that the log lacks what the consumer has more', () => {
    expect(compare(tallyOf(one), tallyOf(one, two))).toEqual([
      { consumer: 'audit', minute, missing: 1, hash: two, seenBy: 'balance' },
    ]);
  });

  it('differs where it has as many facts, but not the same', () => {
    const [difference, ...others] = compare(tallyOf(one, two), tallyOf(one, three));
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ consumer: 'balance', minute, missing: 0, seenBy: 'audit' });
    expect(difference?.hash).not.toBe(noFacts.sum);
  });

  it('is compared for each consumer by itself', () => {
    const expected = { audit: tallyOf(one, two), balance: tallyOf(one), fraud: tallyOf(two) };
    expect(compareMinute(minute, expected, { balance: noFacts, fraud: tallyOf(one, two) })).toEqual([
      { consumer: 'balance', minute, missing: 1, hash: one, seenBy: 'audit' },
      { consumer: 'audit', minute, missing: 1, hash: one, seenBy: 'fraud' },
    ]);
  });

  it('shows any facts that are missing on one side, how many, and on which', () => {
    const anyHashes = fc.uniqueArray(fc.string().map(sha256), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(anyHashes, anyHashes, (both, more) => {
        const [few, many] = [tallyOf(...both), tallyOf(...both, ...more)];
        const hash = tallyOf(...more).sum;
        const missing = more.length;
        expect(compare(many, few)).toEqual([{ consumer: 'balance', minute, missing, hash, seenBy: 'audit' }]);
        expect(compare(few, many)).toEqual([{ consumer: 'audit', minute, missing, hash, seenBy: 'balance' }]);
      }),
    );
  });
});
