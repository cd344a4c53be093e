import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isSameTally,
  minus,
  noFacts,
  plus,
  tallying,
  tallyKey,
  withFact,
} from '../../../domain/projections/fact-tally.ts';
import type { FoldStep } from '../../../domain/projections/projection.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { everyFact } from '../../support/every-fact.ts';
import { toldRows } from '../../support/told-rows.ts';

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

  it('is the same only where both count and sum are', () => {
    const [one, other] = [withFact(noFacts, sha256('one')), withFact(noFacts, sha256('other'))];
    expect(isSameTally(one, { ...one })).toBe(true);
    expect(isSameTally(one, other)).toBe(false);
    expect(isSameTally(one, { ...one, count: 2 })).toBe(false);
  });

  it('adds up in parts', () => {
    fc.assert(
      fc.property(anyHashes, anyHashes, (one, other) => {
        expect(plus(tallyOf(one), tallyOf(other))).toEqual(tallyOf([...one, ...other]));
      }),
    );
  });

  it('counts a fact whose hash is none, and wraps around', () => {
    for (const none of ['none', '', `B${sha256('a')}`, `${sha256('a')}A`, `${sha256('a').slice(1)}=`])
      expect(withFact(noFacts, none)).toEqual({ count: 1, sum: noFacts.sum });
    const highest = `${'_'.repeat(42)}8`;
    const two = `${'A'.repeat(42)}I`;
    expect(withFact(withFact(noFacts, highest), two)).toEqual({ count: 2, sum: `${'A'.repeat(42)}E` });
  });
});

describe('a projection that tallies', () => {
  const [delivered] = everyFact;
  if (delivered === undefined) throw new Error('No fact');
  const { ledger, recordedAt } = delivered.fact;
  const row = { partition: 'main#list', sort: 'row' };

  /** The tally after a fact whose only step does that. */
  const tallied = (apply: FoldStep['apply']) => {
    const { rows, keptAt } = toldRows({ 'main#list / row': {} });
    for (const step of tallying(() => [{ reads: [row], apply }])(delivered)) step.apply(rows);
    return keptAt(tallyKey(ledger, recordedAt.slice(0, 16)))?.body;
  };

  it('counts a fact by which a row was written or removed, in the minute that it was recorded in', () => {
    const once = withFact(noFacts, delivered.hash);
    expect(tallied((rows) => rows.put(row, {}))).toEqual(once);
    expect(tallied((rows) => rows.remove(row))).toEqual(once);
    expect(tallied((rows) => void rows.get(row))).toBeUndefined();
  });

  it('counts no fact of which nothing is kept', () => {
    expect(tallying(() => [])(delivered)).toEqual([]);
  });
});
