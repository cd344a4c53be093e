import { describe, expect, it } from '@jest/globals';
import { loadedAccount } from '../../../domain/accounts/account-stream.ts';
import { accountsOf, postEntry } from '../../../domain/journal/post-entry.ts';
import { accountsMaximum, type BalancedPostings, balance, postingsMaximum } from '../../../domain/journal/posting.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { dateOf, instantOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headBefore } from '../../../functions/adapters/stream-head.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { leg, origin } from '../../support/test-ledger.ts';

const pair = (id: string, currency = 'USD') => [leg(id, 'debit', '1', currency), leg('other', 'credit', '1', currency)];

const refusalOf = (postings: Parameters<typeof balance>[0]) => {
  const decided = balance(postings);
  return decided.ok ? 'accepted' : decided.rejection;
};

describe('postings that are refused', () => {
  it('say which rule and why, each limit and one past it', () => {
    const pointer = '/postings';
    expect(refusalOf([])).toEqual({
      code: 'TooFewPostings',
      detail: 'A journal entry has at least two postings.',
      pointer,
    });
    expect(refusalOf(pair('a').slice(1))).toMatchObject({ code: 'TooFewPostings' });
    expect(refusalOf(pair('a'))).toBe('accepted');
    const pairs = Array.from({ length: postingsMaximum / 2 }, () => pair('a')).flat();
    expect(refusalOf(pairs)).toBe('accepted');
    expect(refusalOf([...pairs, ...pair('a')])).toEqual({
      code: 'TooManyPostings',
      detail: 'A journal entry has at most 100 postings.',
      pointer,
    });
    const wide = (count: number) =>
      Array.from({ length: count }, (_, index) => leg(`a${index}`, index % 2 === 0 ? 'debit' : 'credit', '1'));
    expect(refusalOf(wide(accountsMaximum + 1))).toEqual({
      code: 'TooManyAccounts',
      detail: 'A journal entry touches at most 99 accounts.',
      pointer,
    });
    expect(refusalOf(wide(accountsMaximum - 1))).toBe('accepted');
    expect(refusalOf([...pair('a'), ...pair('a', 'JPY')])).toEqual({
      code: 'CurrencyMismatch',
      detail: 'An account is kept in one currency, and has postings in two.',
      pointer,
    });
    expect(refusalOf([leg('a', 'debit', '1.00'), leg('b', 'credit', '0.99')])).toEqual({
      code: 'UnbalancedEntry',
      detail: 'In USD, debits are 1.00 and credits 0.99.',
      pointer,
    });
  });
});

describe('an entry', () => {
  it('names each account once, in the order of the postings', () => {
    expect(accountsOf([...pair('b'), ...pair('a')])).toEqual(['b', 'other', 'a']);
  });

  it('cannot be decided on accounts that were not loaded', () => {
    const now = instantOf(1_764_000_000_000);
    const day = dateOf(now);
    const command = {
      entryId: 'jen_1',
      fingerprint: '',
      description: '',
      metadata: {},
      effectiveDate: day,
      valueDate: day,
    };
    const heads = { entry: headBefore(streamIdOf('main', 'entry', 'jen_1')), accounts: new Map() };
    const decide = (accounts: Parameters<typeof postEntry>[1]['accounts']) => () =>
      postEntry(
        { ...command, postings: pair('a') as unknown as BalancedPostings },
        { ...heads, accounts },
        { recording: { origin, now, digest: sha256 }, recordedAt: now },
      );
    expect(decide(new Map())).toThrow(new InvariantViolation('a was not loaded'));
    const [first, second] = pair('a').map(({ accountId }) => accountId);
    if (first === undefined || second === undefined) throw new Error('a pair has two');
    const absent = (id: string) => loadedAccount(headBefore(streamIdOf('main', 'account', id)));
    expect(
      decide(
        new Map([
          [first, absent('a')],
          [second, absent('other')],
        ]),
      )(),
    ).toMatchObject({
      rejection: { code: 'UnknownAccount', pointer: '/postings/0/accountId' },
    });
  });
});
