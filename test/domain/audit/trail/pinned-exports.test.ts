import { describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../../domain/accounts/account.ts';
import { allExports } from '../../../../domain/audit/trail/all-exports.ts';
import type { ShownAccount } from '../../../../domain/audit/trail/shown-account.ts';
import type { ShownEntry } from '../../../../domain/audit/trail/shown-entry.ts';
import type { TrailContents } from '../../../../domain/audit/trail/trail-export.ts';
import type { CurrencyCode } from '../../../../domain/money/currency.ts';
import type { CalendarDate } from '../../../../domain/shared/instant.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { exampleAccounts, exampleContents, exampleEntries, filesOf, shownAccount } from './example-contents.ts';

const filesOfAll = (contents: TrailContents, entries: readonly ShownEntry[]) =>
  Object.assign({}, ...allExports(contents, bytesSha256).map((each) => filesOf(each, entries)));

const accountOf = (id: string, more: Partial<ShownAccount>): ShownAccount => ({
  ...shownAccount,
  accountId: id as AccountId,
  opening: { debits: 0n, credits: 0n },
  closing: { debits: 0n, credits: 0n },
  ...more,
});

/** A yen account, one with the longest id and name that some format cuts, and one that its owner overdrew. */
const awkwardAccounts: readonly ShownAccount[] = [
  accountOf(`costs:${'a_b-'.repeat(18)}`, { type: 'expense', name: `Costs & "more" ${'x'.repeat(260)}` }),
  accountOf('Kept', { type: 'equity', opening: { debits: 30n, credits: 0n }, closing: { debits: 35n, credits: 5n } }),
  accountOf('sellers:7', { closing: { debits: 1_001n, credits: 1n } }),
  accountOf('yen~3', {
    ...{ type: 'asset', currency: 'JPY' as CurrencyCode, digits: 0 },
    ...{ opening: { debits: 0n, credits: 7n }, closing: { debits: 0n, credits: 12n } },
  }),
];

const awkwardContents: TrailContents = {
  ...exampleContents,
  openedAt: null,
  accounts: awkwardAccounts,
  policy: {
    ...exampleContents.policy,
    asked: { from: null, to: null, accounts: awkwardAccounts.map(({ accountId }) => accountId) },
  },
};

const [, later] = exampleEntries();
if (later === undefined) throw new Error('No entry');
const [costs, kept, seller, yen] = awkwardAccounts;

const posted = (account: ShownAccount | undefined, amount: string, signed: bigint): ShownEntry['postings'] =>
  account === undefined ? [] : [{ line: 2, account, side: signed < 0n ? 'credit' : 'debit', amount, signed }];

/** From a hold, on a day that no format can say, with a description that is cut and one that is empty. */
const awkwardEntries: readonly ShownEntry[] = [
  {
    ...later,
    ...{
      source: 'hold',
      description: `<${'long '.repeat(150)}>`,
      actor: '+me',
      valueDate: '2200-01-01' as CalendarDate,
    },
    postings: [...posted(seller, '10.00', 1_000n), ...posted(kept, '0.05', -5n), ...posted(yen, '5', -5n)],
  },
  { ...later, index: 7, entryId: `jen_${'9'.repeat(80)}`, description: '\n', postings: posted(costs, '0.01', 1n) },
  { ...later, index: 8, entryId: 'jen_yen', postings: posted(yen, '1', 1n) },
];

describe('the files of a trail', () => {
  it('are these, to the byte', () => {
    expect(filesOfAll(exampleContents, exampleEntries())).toMatchSnapshot();
  });

  it('can hold what is long, empty, overdrawn, without digits or out of their time', () => {
    expect(filesOfAll(awkwardContents, awkwardEntries)).toMatchSnapshot();
  });

  it('are there where there is nothing to show', () => {
    expect(filesOfAll({ ...exampleContents, accounts: [] }, [])).toMatchSnapshot();
  });

  it('are named before they are made', () => {
    const exports = allExports({ ...exampleContents, accounts: exampleAccounts }, bytesSha256);
    for (const each of exports) expect(Object.keys(filesOf(each)).sort()).toEqual([...each.paths].sort());
    expect(exports.flatMap(({ paths }) => paths)).toEqual([
      ...['journal.hledger', 'journal.ledger', 'journal.beancount'],
      ...['ads/gl-detail.csv', 'ads/trial-balance.csv', 'ads/chart-of-accounts.csv'],
      ...['assets.bank', 'dinars', 'income.fees', 'sellers.7'].map((name) => `camt053/${name}.xml`),
      'saf-t.xml',
    ]);
  });
});
