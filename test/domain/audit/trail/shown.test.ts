import { describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../../domain/accounts/account.ts';
import { type AccountHead, headLine } from '../../../../domain/audit/close/account-head.ts';
import { amountText, lengthOf, minorUnitsOf } from '../../../../domain/audit/trail/minor-units.ts';
import { hashedId, shortId } from '../../../../domain/audit/trail/short-id.ts';
import { countedHeadIn, currenciesOf, shownAccounts } from '../../../../domain/audit/trail/shown-account.ts';
import { shownEntryOf } from '../../../../domain/audit/trail/shown-entry.ts';
import { unbalancedIn } from '../../../../domain/audit/trail/unbalanced.ts';
import type { CurrencyCode } from '../../../../domain/money/currency.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { factOf } from '../../../support/every-fact.ts';
import { exampleAccounts, shownAccount } from './example-contents.ts';

const head: AccountHead = {
  ...{ accountId: 'sellers:7', name: 'Seller', type: 'liability', currency: 'USD', status: 'open', version: 3 },
  ...{ hash: 'abc', debits: '1.50', credits: '20.00', heldDebits: '9.00', heldCredits: '8.00' },
};

describe('the head of an account', () => {
  it('is counted in minor units, without what is held', () => {
    expect(countedHeadIn(headLine(head))).toEqual({
      ...{ accountId: 'sellers:7', name: 'Seller', type: 'liability', currency: 'USD', digits: 2, version: 3 },
      ...{ debits: 150n, credits: 2_000n },
    });
    expect(countedHeadIn(headLine({ ...head, accountId: 'sellers:7~16' })).accountId).toBe('sellers:7~16');
  });

  it('is that of no account where its id is none, and says so without too many words', () => {
    const line = headLine({ ...head, accountId: 'no account', name: 'x'.repeat(300) });
    expect(() => countedHeadIn(line)).toThrow(`Not the head of an account: ${line.slice(0, 200)}`);
    expect(() => countedHeadIn(line)).not.toThrow(line.slice(0, 201));
    expect(() => countedHeadIn(headLine({ ...head, accountId: 'sellers:7~17' }))).toThrow('Not the head');
  });

  it('is shown with what it was before, which is nothing for an account that was opened since', () => {
    const [closing, opening] = [head, { ...head, debits: '1.00', credits: '3.00' }].map((each) =>
      countedHeadIn(headLine(each)),
    );
    const added = countedHeadIn(headLine({ ...head, accountId: 'sellers:8' }));
    if (closing === undefined || opening === undefined) throw new Error('Two heads');
    expect(shownAccounts([opening], [closing, added])).toEqual([
      {
        ...{ accountId: 'sellers:7', name: 'Seller', type: 'liability', currency: 'USD', digits: 2 },
        ...{ opening: { debits: 100n, credits: 300n }, closing: { debits: 150n, credits: 2_000n } },
      },
      expect.objectContaining({ accountId: 'sellers:8', opening: { debits: 0n, credits: 0n } }),
    ]);
  });

  it('tells the currencies of a trail, each once and in order', () => {
    expect(currenciesOf(exampleAccounts)).toEqual(['KWD', 'USD']);
    expect(currenciesOf(exampleAccounts.toReversed())).toEqual(['KWD', 'USD']);
  });
});

describe('an amount in minor units', () => {
  it.each([
    ['0.00', 2, 0n, 3],
    ['-0.05', 2, -5n, 3],
    ['12.345', 3, 12_345n, 5],
    ['100', 0, 100n, 3],
    ['-7', 0, -7n, 1],
  ])('is %s with %i digits', (text, digits, units, length) => {
    expect(minorUnitsOf(text, digits)).toBe(units);
    expect(amountText(units, digits)).toBe(text);
    expect(lengthOf(units, digits)).toBe(length);
  });

  it.each(['1', '1.0', '1.000', '01.00', '+1.00', '1.00 ', 'a1.00', '1.00a', '1e2', '.50', '', '1x00', '1.'])(
    'with two digits is not %j',
    (text) => {
      expect(() => minorUnitsOf(text, 2)).toThrow(`${text} is no amount with 2 digits`);
    },
  );
});

describe('a journal entry', () => {
  const accounts = new Map([['sellers:7', shownAccount]]);
  const entry = factOf('JournalEntryPosted');
  const fact = { ...entry, postings: entry.postings.map((each) => ({ ...each, accountId: 'sellers:7' as AccountId })) };

  it('says where it came from: a transfer, a hold that was captured, or neither', () => {
    const sourceOf = (more: object) => shownEntryOf(0, { ...fact, ...more }, accounts).source;
    expect(sourceOf({})).toBe('entry');
    expect(sourceOf({ holdId: 'hld_1' })).toBe('hold');
    expect(sourceOf({ holdId: 'hld_1', transferId: 'trf_1' })).toBe('transfer');
  });

  it('counts its lines with those that are not shown', () => {
    const [first, ...others] = fact.postings;
    if (first === undefined) throw new Error('No posting');
    const hidden = { ...fact, postings: [{ ...first, accountId: 'other' as AccountId }, ...others] };
    expect(shownEntryOf(7, hidden, accounts)).toMatchObject({
      ...{ index: 7, actor: 'user-7', description: 'Card payment 991' },
      postings: [{ line: 2, side: 'credit', amount: '100.00', signed: -10_000n }],
    });
  });
});

describe('what is missing for amounts to add up', () => {
  it('is told for each currency that does not, in order', () => {
    const [dollars, euros, yen] = ['USD', 'EUR', 'JPY'].map((currency) => ({
      ...shownAccount,
      currency: currency as CurrencyCode,
    }));
    if (dollars === undefined || euros === undefined || yen === undefined) throw new Error('Three accounts');
    const amounts = [
      ...[
        { account: yen, signed: 5n },
        { account: dollars, signed: 150n },
        { account: euros, signed: -1n },
      ],
      ...[
        { account: yen, signed: -5n },
        { account: dollars, signed: 50n },
      ],
    ];
    const missing = [
      { currency: 'EUR', missing: '0.01' },
      { currency: 'USD', missing: '-2.00' },
    ];
    expect(unbalancedIn(amounts)).toEqual(missing);
    expect(unbalancedIn(amounts.toReversed())).toEqual(missing);
  });
});

describe('an account id where a format takes few characters', () => {
  it('is itself as long as it fits, and else the beginning of its hash', () => {
    expect(shortId(bytesSha256, 'a'.repeat(34), 34)).toBe('a'.repeat(34));
    const hashed = shortId(bytesSha256, 'a'.repeat(35), 34);
    expect(hashed).toMatch(/^[0-9a-f]{32}$/);
    expect(hashedId(bytesSha256, 'a'.repeat(35), 16)).toBe(hashed.slice(0, 16));
  });
});
