import { describe, expect, it } from '@jest/globals';
import {
  type Chain,
  type ChainPage,
  emptyPage,
  endsBefore,
  factIdIn,
  hashIn,
  nameOf,
  pageIn,
  pageKey,
  pageOf,
  shortTotals,
  storedPage,
} from '../../../domain/audit/chain-page.ts';

const chain: Chain = { ledger: 'main', subject: 'account bank', partition: 'main#chains#bank', firstVersion: 1 };
const recordedAt = '2026-11-23T10:00:00.000Z';

const roundTrip = (page: ChainPage) => {
  const stored = storedPage(chain, page);
  expect(pageIn(chain, stored)).toEqual(page);
  return stored;
};

describe('a page of a chain', () => {
  it('is of four versions, under a number that sorts', () => {
    expect([0, 3, 4, 7, 8].map(pageOf)).toEqual([0, 0, 1, 1, 2]);
    expect(pageKey(chain, 2)).toEqual({ partition: 'main#chains#bank', sort: '000000000002' });
  });

  it('names a claim by its fact and hash, whatever is in the id', () => {
    const name = nameOf({ factId: 'main#J#a b@0', hash: 'abc' });
    expect(name).toBe('main#J#a b@0 abc');
    expect([factIdIn(name), hashIn(name)]).toEqual(['main#J#a b@0', 'abc']);
  });

  it('keeps totals without the zeros at the end of their decimals', () => {
    expect(shortTotals('0.000000 10.500000 100.000000 -1.000001')).toBe('0 10.5 100 -1.000001');
  });

  it('begins after the one before it, and a chain after nothing', () => {
    const ends = { 'c z': { after: '9' } };
    const begins = { 'a x': { recordedAt, previousHash: '' } };
    const page: ChainPage = { ends, at: { 1: begins, 5: begins } };
    expect(endsBefore(chain, page, 1)).toEqual({ ' ': { after: '0 0 0 0' } });
    expect(endsBefore(chain, page, 2)).toBe(begins);
    expect(endsBefore(chain, page, 3)).toEqual({});
    expect(endsBefore(chain, page, 4)).toBe(ends);
    expect(endsBefore(chain, page, 8)).toBe(ends);
    expect(endsBefore({ ...chain, firstVersion: 0 }, page, 0)).toEqual({ ' ': { after: '0 0 0 0' } });
  });

  it('that is not there is empty', () => {
    expect(pageIn(chain, undefined)).toBe(emptyPage);
    expect(emptyPage).toEqual({ ends: {}, at: {} });
  });
});

describe('what is stored of a page', () => {
  const first = { recordedAt: '', previousHash: '', before: '0 0 0 0', after: '1 0 0 0' };

  it('is nothing that the claim before it says already', () => {
    const second = { recordedAt: '', previousHash: 'x', before: '1 0 0 0', after: '2 0 0 0' };
    expect(roundTrip({ ends: {}, at: { 1: { 'a x': first }, 2: { 'b y': second } } })).toEqual({
      ends: {},
      at: { 1: { 'a x': { after: '1 0 0 0' } }, 2: { 'b y': { after: '2 0 0 0' } } },
    });
  });

  it('is when a claim was recorded where none is before it, and what it continues', () => {
    const third = { recordedAt, previousHash: 'y', before: '2 0 0 0', after: '3 0 0 0' };
    expect(roundTrip({ ends: {}, at: { 3: { 'c z': third } } })).toEqual({
      ends: {},
      at: { 3: { 'c z': third } },
    });
  });

  it('is what a claim says otherwise than the one before it', () => {
    const broken = { recordedAt: '', previousHash: 'other', before: '7 0 0 0', after: '8 0 0 0' };
    expect(roundTrip({ ends: {}, at: { 1: { 'a x': first }, 2: { 'b y': broken } } })).toMatchObject({
      at: { 2: { 'b y': { previousHash: 'other', before: '7 0 0 0', after: '8 0 0 0' } } },
    });
  });

  it('is that there are no totals, where the claim before it left some', () => {
    const unread = { recordedAt: '', previousHash: 'x' };
    expect(roundTrip({ ends: {}, at: { 1: { 'a x': first }, 2: { 'b y': unread } } })).toMatchObject({
      at: { 2: { 'b y': { before: null } } },
    });
  });

  it('is no totals where there are none on either side', () => {
    const of = (previousHash: string) => ({ recordedAt: '', previousHash });
    const page = { ends: { 'a x': {} }, at: { 4: { 'b y': of('x') }, 5: { 'c z': of('y') } } };
    expect(roundTrip(page)).toEqual({ ends: { 'a x': {} }, at: { 4: { 'b y': {} }, 5: { 'c z': {} } } });
  });

  it('is all that a claim continues where more than one is before it', () => {
    const two = { 'a x': first, 'd w': { ...first, after: '5 0 0 0' } };
    const next = { recordedAt: '', previousHash: 'x', before: '1 0 0 0', after: '2 0 0 0' };
    expect(roundTrip({ ends: {}, at: { 1: two, 2: { 'b y': next } } })).toMatchObject({
      at: { 2: { 'b y': { previousHash: 'x', before: '1 0 0 0', after: '2 0 0 0' } } },
    });
    const ends = { 'a x': { after: '1 0 0 0' }, 'd w': {} };
    expect(roundTrip({ ends, at: { 4: { 'b y': next } } })).toMatchObject({
      at: { 4: { 'b y': { previousHash: 'x', before: '1 0 0 0' } } },
    });
  });
});
