import { describe, expect, it } from '@jest/globals';
import type { AccountId, Side } from '../../../domain/accounts/account.ts';
import { decimalTextOf } from '../../../domain/audit/exact-amount.ts';
import { findingsOf, gapsOf, isFinding, versionText } from '../../../domain/audit/finding.ts';
import { linkHash, noPreviousHash } from '../../../domain/audit/hash-chain.ts';
import { noTotals, totalsAround } from '../../../domain/audit/movement.ts';
import type { AccountEffect } from '../../../domain/facts/account-facts.ts';
import type { Fact } from '../../../domain/facts/fact.ts';
import { effectsOf } from '../../../domain/projections/account-effects.ts';
import { everyFact, factOf } from '../../support/every-fact.ts';

const short = (totals: string | undefined) => totals?.replaceAll('.000000', '');

/** Debits, credits, held debits and held credits of an account before and after a fact. */
const around = (fact: Fact, effect: AccountEffect): string => {
  const found = totalsAround(fact, effect);
  return `${short(found?.before)} -> ${short(found?.after)}`;
};

const aroundEach = (fact: Fact) => effectsOf(fact).map(({ effect }) => `${effect.accountId}: ${around(fact, effect)}`);

describe('the totals of an account on either side of a fact', () => {
  it('are the same where it moves nothing', () => {
    const lives = everyFact.filter(({ fact }) => fact.type.startsWith('Account'));
    expect(lives).toHaveLength(5);
    for (const { fact } of lives) {
      const [line = ''] = aroundEach(fact);
      const [before, after] = line.replace(/^.*: /, '').split(' -> ');
      expect(before).toBe(after);
    }
    expect(short(noTotals)).toBe('0 0 0 0');
  });

  it('tell an entry by all its postings on the account', () => {
    const entry = factOf('JournalEntryPosted');
    expect(aroundEach(entry)).toEqual([
      'assets:bank:operating~16: 0 0 0 0 -> 100 0 0 0',
      'sellers:7:payable: 0 0 0 0 -> 0 100 0 0',
    ]);
    const [first, second] = entry.postings;
    if (first === undefined || second === undefined) throw new Error('Two postings');
    const same = { ...second, accountId: first.accountId, amount: '30.00' };
    const both = { ...entry, postings: [first, same, second] };
    expect(around(both, { ...first, debits: '105.00', credits: '31.00' })).toBe('5 1 0 0 -> 105 31 0 0');
  });

  it('tell that a capture posts what was held on the same side', () => {
    const entry = { ...factOf('JournalEntryPosted'), holdId: 'hld_1' };
    expect(aroundEach(entry)).toEqual([
      'assets:bank:operating~16: 0 0 100 0 -> 100 0 0 0',
      'sellers:7:payable: 0 0 0 100 -> 0 100 0 0',
    ]);
  });

  it('tell what a hold sets aside and gives back, on one side of its account and on the other of the other', () => {
    expect(aroundEach(factOf('HoldAuthorized'))).toEqual([
      'sellers:7:payable~7: 10 100 15 0 -> 10 100 40 0',
      'assets:bank:operating: 100 10 0 15 -> 100 10 0 40',
    ]);
    expect(aroundEach(factOf('HoldVoided'))).toEqual([
      'sellers:7:payable~7: 10 100 40 0 -> 10 100 25 0',
      'assets:bank:operating: 100 10 0 40 -> 100 10 0 25',
    ]);
    expect(aroundEach(factOf('HoldExpired'))).toEqual([
      'sellers:7:payable~7: 10 100 25 0 -> 10 100 0 0',
      'assets:bank:operating: 100 10 0 25 -> 100 10 0 0',
    ]);
  });

  it('tell a hold that credits its account', () => {
    const fact = factOf('HoldAuthorized');
    const hold = { ...fact.hold, side: 'credit' as Side, accountId: 'a' as AccountId, amount: '2.00' };
    const effect = {
      ...(fact.effects[0] as AccountEffect),
      debits: '0',
      credits: '0',
      heldDebits: '9',
      heldCredits: '9',
    };
    const of = (accountId: string) => around({ ...fact, hold }, { ...effect, accountId: accountId as AccountId });
    expect([of('a'), of('b')]).toEqual(['0 0 9 7 -> 0 0 9 9', '0 0 7 9 -> 0 0 9 9']);
  });

  it('are unknown where one of the amounts cannot be read', () => {
    const entry = factOf('JournalEntryPosted');
    const [effect] = entry.postings;
    if (effect === undefined) throw new Error('No posting');
    for (const name of ['debits', 'credits', 'heldDebits', 'heldCredits'])
      expect(totalsAround(entry, { ...effect, [name]: 'x' })).toBeUndefined();
    const postings = entry.postings.map((posting) => ({ ...posting, amount: 'x' }));
    expect(totalsAround({ ...entry, postings }, effect)).toBeUndefined();
    expect(totalsAround({ ...entry, postings: [effect, { ...effect, amount: 'x' }, effect] }, effect)).toBeUndefined();
  });
});

describe('an exact amount', () => {
  it.each([
    [0n, '0.000000'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [1_000_000n, '1.000000'],
    [-12_345_678n, '-12.345678'],
  ])('of %s millionths is %s', (amount, text) => {
    expect(decimalTextOf(amount)).toBe(text);
  });
});

describe('the rows of the audit', () => {
  it('are findings and gaps of a ledger, by versions that sort', () => {
    expect([findingsOf('main'), gapsOf('main'), versionText(7)]).toEqual([
      'main#findings',
      'main#gaps',
      '000000000007',
    ]);
    expect(isFinding({ partition: 'main#findings', sort: 'x' })).toBe(true);
    for (const partition of ['main#gaps', 'main#findings#x', 'main#x#findings', 'findings', 'main#xfindings'])
      expect(isFinding({ partition, sort: 'x' })).toBe(false);
  });

  it('link a fact to the account and the version that it made', () => {
    expect(linkHash((text) => text, 'hash', 'bank', 3)).toBe('hash|bank|3');
    expect(noPreviousHash).toBe('');
  });
});
