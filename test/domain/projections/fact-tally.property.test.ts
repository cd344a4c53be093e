import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSameTally, minus, noFacts, plus, withFact } from '../../../domain/projections/fact-tally.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';

const anyHashes = fc.array(fc.string().map(sha256), { maxLength: 20 });
const tallyOf = (hashes: readonly string[]) => hashes.reduce(withFact, noFacts);

describe('a tally of facts', () => {
  it('is the same for the same facts in any order', () => {
    fc.assert(
      fc.property(anyHashes, (hashes) => {
        expect(tallyOf([...hashes].reverse())).toEqual(tallyOf(hashes));
        expect(tallyOf([...hashes].sort())).toEqual(tallyOf(hashes));
      }),
    );
  });

  it('is another with one fact more or less, and the difference is its hash', () => {
    fc.assert(
      fc.property(anyHashes, fc.string().map(sha256), (hashes, hash) => {
        const [without, whole] = [tallyOf(hashes), tallyOf([hash, ...hashes])];
        expect(isSameTally(without, whole)).toBe(false);
        expect(minus(whole, without)).toEqual({ count: 1, sum: hash });
        expect(minus(without, whole).count).toBe(-1);
        expect(plus(minus(whole, without), without)).toEqual(whole);
      }),
    );
  });

  it('adds up in parts', () => {
    fc.assert(
      fc.property(anyHashes, anyHashes, (one, other) => {
        expect(plus(tallyOf(one), tallyOf(other))).toEqual(tallyOf([...one, ...other]));
      }),
    );
  });

  it('counts a fact whose hash is none, and wraps around', () => {
    expect(withFact(noFacts, 'none')).toEqual({ count: 1, sum: noFacts.sum });
    const highest = `${'_'.repeat(42)}8`;
    const two = `${'A'.repeat(42)}I`;
    expect(withFact(withFact(noFacts, highest), two)).toEqual({ count: 2, sum: `${'A'.repeat(42)}E` });
  });
});
