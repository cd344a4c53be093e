import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountsMaximum, balance, type Posting, postingsMaximum } from '../../../domain/journal/posting.ts';
import { textOf } from '../../arbitraries/money.ts';
import { money } from '../../support/money.ts';
import { leg } from '../../support/test-ledger.ts';

const codeOf = (postings: readonly Posting[]): string => {
  const balanced = balance(postings);
  return balanced.ok ? 'balanced' : balanced.rejection.code;
};

/** Pairs of one cent each between the accounts `a0`, `a1` and so on. */
const pairs = (count: number, accounts: number): readonly Posting[] =>
  Array.from({ length: count }, (_, index) =>
    leg(`a${index % accounts}`, index % 2 === 0 ? 'debit' : 'credit', '0.01'),
  );

describe('postings', () => {
  it('balance in every currency for itself', () => {
    const euros = [leg('d', 'debit', '2.00', 'EUR'), leg('e', 'credit', '2.00', 'EUR')];
    expect(codeOf([leg('a', 'debit', '1.00'), leg('b', 'credit', '0.40'), leg('c', 'credit', '0.60'), ...euros])).toBe(
      'balanced',
    );
    expect(codeOf([leg('a', 'debit', '1.00'), leg('b', 'credit', '1.00', 'EUR')])).toBe('UnbalancedEntry');
  });

  it('do not balance with a cent too many on either side', () => {
    expect(codeOf([leg('a', 'debit', '1.00'), leg('b', 'credit', '1.01')])).toBe('UnbalancedEntry');
    expect(codeOf([leg('a', 'debit', '1.01'), leg('b', 'credit', '1.00')])).toBe('UnbalancedEntry');
  });

  it('are in one currency on each account', () => {
    const both = [leg('a', 'debit', '1.00'), leg('b', 'credit', '1.00')];
    const euros = [leg('a', 'debit', '1.00', 'EUR'), leg('c', 'credit', '1.00', 'EUR')];
    expect(codeOf([...both, ...euros])).toBe('CurrencyMismatch');
  });

  it('are two or more', () => {
    expect(codeOf([])).toBe('TooFewPostings');
    expect(codeOf([leg('a', 'debit', '1.00')])).toBe('TooFewPostings');
  });

  it('are limited in number and in accounts', () => {
    expect(codeOf(pairs(postingsMaximum, 10))).toBe('balanced');
    expect(codeOf(pairs(postingsMaximum + 2, 10))).toBe('TooManyPostings');
    expect(codeOf(pairs(100, accountsMaximum))).toBe('balanced');
    expect(codeOf(pairs(100, accountsMaximum + 1))).toBe('TooManyAccounts');
  });

  it('always balance where whole cents do, and never where they do not', () => {
    const anyLegs = fc.array(fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 15n })), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(anyLegs, fc.boolean(), (legs, repaired) => {
        const difference = legs.reduce((sum, [debit, cents]) => sum + (debit ? cents : -cents), 0n);
        const repair: readonly (readonly [boolean, bigint])[] =
          repaired && difference !== 0n ? [[difference < 0n, difference < 0n ? -difference : difference]] : [];
        const postings = [...legs, ...repair].map(([debit, cents], index) =>
          leg(`a${index}`, debit ? 'debit' : 'credit', textOf(cents, money('0').currency)),
        );
        expect(codeOf(postings)).toBe(repaired || difference === 0n ? 'balanced' : 'UnbalancedEntry');
      }),
    );
  });
});
