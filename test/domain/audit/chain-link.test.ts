import { describe, expect, it } from '@jest/globals';
import { claimLink } from '../../../domain/audit/chain-link.ts';
import type { Chain, Claim } from '../../../domain/audit/chain-page.ts';
import { findingsOf, gapsOf } from '../../../domain/audit/finding.ts';
import { toldRows } from '../../support/told-rows.ts';

const chain: Chain = { ledger: 'main', subject: 'account bank', partition: 'main#chains#bank', firstVersion: 1 };

const totalsOf = (version: number) => `${version}.000000 0.000000 0.000000 0.000000`;

/** What an honest fact claims of a version. */
const claimOf = (version: number, more: Partial<Claim> = {}): Claim => ({
  factId: `fact${version}`,
  recordedAt: `2026-11-23T10:00:0${version}.000Z`,
  previousHash: version === 1 ? '' : `hash${version - 1}`,
  hash: `hash${version}`,
  totals: { before: totalsOf(version - 1), after: totalsOf(version) },
  ...more,
});

type Claimed = readonly [version: number, more?: Partial<Claim>];

/** The rows after such claims, and what was done with them by the last. */
const claimed = (...claims: readonly Claimed[]) => {
  const { rows, told, keptAt } = toldRows();
  for (const [version, more] of claims) {
    told.length = 0;
    claimLink(chain, version, claimOf(version, more)).apply(rows);
  }
  const bodyAt = (partition: string, version: number) =>
    keptAt({ partition, sort: `account bank ${String(version).padStart(12, '0')}` })?.body;
  return {
    told: told.map((line) => line.replace(/0{6,}/, '')),
    gapAt: (version: number) => bodyAt(gapsOf('main'), version),
    findingAt: (version: number) => bodyAt(findingsOf('main'), version),
  };
};

describe('a claim', () => {
  it('is read and written on its page alone, and on the next where it is the last of its page', () => {
    const readsOf = (version: number) =>
      claimLink(chain, version, claimOf(version)).reads.map(({ sort }) => Number(sort));
    expect([1, 2, 3, 4].map(readsOf)).toEqual([[0], [0], [0, 1], [1]]);
    expect(claimLink(chain, 1, claimOf(1)).within).toEqual(['main#findings', 'main#gaps']);
    expect(claimed([1]).told).toEqual(['get main#chains#bank / ', 'put main#chains#bank / ']);
    expect(claimed([1], [2], [3]).told).toEqual([
      ...['get main#chains#bank / ', 'get main#chains#bank / 1'],
      ...['put main#chains#bank / ', 'put main#chains#bank / 1'],
    ]);
  });

  it('changes nothing where it was there', () => {
    expect(claimed([1], [2], [3], [3]).told).toEqual(['get main#chains#bank / ', 'get main#chains#bank / 1']);
  });

  it('leaves no finding and no gap where it continues the one before, in any order', () => {
    for (const order of [
      [1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1],
      [4, 1, 3, 5, 2],
    ]) {
      const { gapAt, findingAt } = claimed(...order.map((version) => [version] as const));
      for (const version of [1, 2, 3, 4, 5, 6])
        expect([gapAt(version), findingAt(version)]).toEqual([undefined, undefined]);
    }
  });
});

describe('a gap', () => {
  it('is the version before a claim, since that was recorded', () => {
    const gap = { subject: 'account bank', version: 2, since: '2026-11-23T10:00:03.000Z' };
    expect(claimed([1], [3]).gapAt(3)).toEqual(gap);
    expect(claimed([3]).gapAt(3)).toEqual(gap);
    expect(claimed([4]).gapAt(4)).toMatchObject({ version: 3 });
  });

  it('is since the first of several claims', () => {
    const at = (recordedAt: string, factId: string) => [3, { recordedAt, factId }] as const;
    expect(claimed(at('2027', 'a'), at('2026', 'b'), at('2028', 'c')).gapAt(3)).toMatchObject({ since: '2026' });
  });

  it('is closed by the version that was missing, also on the page before', () => {
    expect(claimed([1], [3], [2]).told).toEqual([
      ...['get main#chains#bank / ', 'put main#chains#bank / ', 'remove main#gaps / account bank 3'],
    ]);
    expect(claimed([4], [3]).gapAt(4)).toBeUndefined();
  });
});

describe('a finding', () => {
  const subject = 'account bank';

  it('is a hash that the version before does not have', () => {
    const finding = { subject, version: 2, codes: ['ChainBroken'], factIds: ['fact1', 'fact2'] };
    expect(claimed([1], [2, { previousHash: 'other' }]).findingAt(2)).toEqual(finding);
    expect(claimed([2, { previousHash: 'other' }], [1]).findingAt(2)).toEqual(finding);
    expect(claimed([4, { previousHash: 'other' }], [3]).findingAt(4)).toMatchObject({ codes: ['ChainBroken'] });
  });

  it('is a beginning that is none, of which only one fact is told', () => {
    const totals = { before: totalsOf(5), after: totalsOf(1) };
    expect(claimed([1, { previousHash: 'x', totals }]).findingAt(1)).toEqual({
      ...{ subject, version: 1, codes: ['ChainBroken', 'TotalsBroken'], factIds: ['fact1'] },
    });
  });

  it('is totals that do not continue those of the version before', () => {
    const totals = { before: totalsOf(9), after: totalsOf(10) };
    expect(claimed([1], [2, { totals }]).findingAt(2)).toMatchObject({ codes: ['TotalsBroken'] });
    const { totals: _, ...unread } = claimOf(2);
    const { rows, keptAt } = toldRows();
    claimLink(chain, 1, claimOf(1)).apply(rows);
    claimLink(chain, 2, unread).apply(rows);
    claimLink(chain, 3, claimOf(3)).apply(rows);
    const codesAt = (sort: string) => keptAt({ partition: 'main#findings', sort })?.body['codes'];
    expect(codesAt('account bank 000000000002')).toBeUndefined();
    expect(codesAt('account bank 000000000003')).toEqual(['TotalsBroken']);
  });

  it('is that one of two does not continue the totals, and none where it continues one of two', () => {
    const of = (before: number) => ({ totals: { before: totalsOf(before), after: totalsOf(2) } });
    const two = [
      [2, of(1)],
      [2, { ...of(7), factId: 'fork' }],
    ] as const;
    expect(claimed([1], ...two).findingAt(2)).toMatchObject({ codes: ['VersionContested', 'TotalsBroken'] });
    const other = { factId: 'fork', totals: { before: totalsOf(0), after: totalsOf(7) } };
    expect(claimed([1], [1, other], [2]).findingAt(2)).toBeUndefined();
  });

  it('is two facts of one version, and none of them is preferred', () => {
    const other = [2, { factId: 'a fact', hash: 'other-hash' }] as const;
    const contested = { subject, version: 2, codes: ['VersionContested'], factIds: ['a fact', 'fact1', 'fact2'] };
    expect(claimed([1], [2], other).findingAt(2)).toEqual(contested);
    expect(claimed(other, [2], [1]).findingAt(2)).toEqual(contested);
    expect(claimed([1], [2], other, [3]).findingAt(3)).toBeUndefined();
    expect(claimed([2], other).findingAt(2)).toEqual({ ...contested, factIds: ['a fact', 'fact2'] });
    const all = claimed([1], [2], other, [3], [3, { factId: 'fork', previousHash: 'other-hash' }]);
    expect(all.findingAt(3)).toMatchObject({ codes: ['VersionContested'] });
    const broken = [3, { factId: 'fork', previousHash: 'neither' }] as const;
    expect(claimed([1], [2], [3], broken).findingAt(3)).toMatchObject({ codes: ['VersionContested', 'ChainBroken'] });
  });

  it('is taken back where what it was made of was only late', () => {
    const totals = { before: totalsOf(1), after: totalsOf(2) };
    const late = claimed([1, { hash: 'wrong' }], [2, { totals }], [1]);
    expect(late.findingAt(2)).toBeUndefined();
    expect(late.told).toContain('remove main#findings / account bank 2');
  });

  it('is left alone where nothing about it changes', () => {
    const { told } = claimed([1], [2, { previousHash: 'other' }], [3]);
    expect(told.filter((line) => line.includes('findings'))).toEqual([]);
    const otherText = claimed([1], [2, { previousHash: 'other' }], [1, { hash: 'another' }]);
    expect(otherText.told.filter((line) => line.includes('account bank 2'))).toEqual([]);
    const later = claimed([3], [3, { factId: 'fork', recordedAt: '2027' }]);
    expect(later.told.filter((line) => line.includes('gaps'))).toEqual([]);
    const again = claimed([1], [2, { previousHash: 'other', hash: 'x' }], [2]);
    expect(again.told.filter((line) => line.includes('findings'))).toEqual(['put main#findings / account bank 2']);
  });
});
