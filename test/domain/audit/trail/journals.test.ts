import { describe, expect, it } from '@jest/globals';
import { beancountJournal } from '../../../../domain/audit/trail/beancount-journal.ts';
import { hledgerJournal, ledgerJournal } from '../../../../domain/audit/trail/plain-journal.ts';
import type { TrailContents } from '../../../../domain/audit/trail/trail-export.ts';
import { exampleContents, exampleEntries, filesOf, shownAccount } from './example-contents.ts';

const entries = `
2026-10-31 * (opening) Opening balances
    assets:assets:bank  10.00 USD
    liabilities:sellers:7  -10.00 USD

2026-11-23 * (jen_1) Card payment, 991
    ; index: 5
    assets:assets:bank  100.00 USD
    liabilities:sellers:7  -97.10 USD
    income:income:fees  -2.90 USD

1970-01-01 * (jen_2) =Payout "1", \\
    ; index: 6
    ; effective: 1950-01-01
    liabilities:sellers:7  5.00 USD
    assets:assets:bank  -5.00 USD

2026-11-30 * (closing) Closing balances
    assets:assets:bank  0.00 USD = 105.00 USD
    assets:dinars  0.000 KWD = 0.000 KWD
    income:income:fees  0.00 USD = -2.90 USD
    liabilities:sellers:7  0.00 USD = -102.10 USD
`;

const accounts = `account assets:assets:bank
account assets:dinars
account income:income:fees
account liabilities:sellers:7
`;

describe('journals', () => {
  it('for hledger', () => {
    const head = `decimal-mark .\ncommodity 1000.000 KWD\ncommodity 1000.00 USD\n${accounts}`;
    expect(filesOf(hledgerJournal(exampleContents))).toEqual({ 'journal.hledger': `${head}${entries}` });
  });

  it('for ledger', () => {
    const head = `commodity KWD\ncommodity USD\n${accounts}tag effective\ntag index\n`;
    expect(filesOf(ledgerJournal(exampleContents))).toEqual({ 'journal.ledger': `${head}${entries}` });
  });

  it('for Beancount', () => {
    expect(
      filesOf(beancountJournal(exampleContents))['journal.beancount'],
    ).toBe(`1970-01-01 open Assets:Assets:Bank:In-USD USD
  id: "assets:bank"
1970-01-01 open Assets:Dinars:In-KWD KWD
  id: "dinars"
1970-01-01 open Income:Income:Fees:In-USD USD
  id: "income:fees"
1970-01-01 open Liabilities:Sellers:7:In-USD USD
  id: "sellers:7"

2026-10-31 * "Opening balances"
  Assets:Assets:Bank:In-USD  10.00 USD
  Liabilities:Sellers:7:In-USD  -10.00 USD

2026-11-23 * "Card payment; 991"
  entry: "jen_1"
  index: 5
  Assets:Assets:Bank:In-USD  100.00 USD
  Liabilities:Sellers:7:In-USD  -97.10 USD
  Income:Income:Fees:In-USD  -2.90 USD

1970-01-01 * "=Payout \\"1\\", \\\\"
  entry: "jen_2"
  index: 6
  effective: "1950-01-01"
  Liabilities:Sellers:7:In-USD  5.00 USD
  Assets:Assets:Bank:In-USD  -5.00 USD

2026-12-01 balance Assets:Assets:Bank:In-USD  105.00 ~ 0 USD
2026-12-01 balance Assets:Dinars:In-KWD  0.000 ~ 0 KWD
2026-12-01 balance Income:Income:Fees:In-USD  -2.90 ~ 0 USD
2026-12-01 balance Liabilities:Sellers:7:In-USD  -102.10 ~ 0 USD
`);
  });

  it('of some accounts balance them against what is outside', () => {
    const { policy } = exampleContents;
    const some: TrailContents = {
      ...exampleContents,
      accounts: [shownAccount],
      policy: { ...policy, asked: { ...policy.asked, accounts: [shownAccount.accountId] } },
    };
    const text = filesOf(hledgerJournal(some), exampleEntries([shownAccount]))['journal.hledger'];
    expect(text).toContain('account equity:opening balances\naccount equity:outside the extract\n');
    expect(text).toContain('    liabilities:sellers:7  -10.00 USD\n    equity:opening balances  10.00 USD\n');
    expect(text).toContain('    liabilities:sellers:7  -97.10 USD\n    equity:outside the extract  97.10 USD\n');
    const beans = filesOf(beancountJournal(some), exampleEntries([shownAccount]))['journal.beancount'];
    expect(beans).toContain('1970-01-01 open Equity:Opening-Balances\n1970-01-01 open Equity:Outside-The-Extract\n');
    expect(beans).toContain('  Equity:Outside-The-Extract  97.10 USD\n');
  });

  it('close on the day of the latest entry, if that is after the close', () => {
    const [entry] = exampleEntries();
    const late = exampleEntries().map((each) => ({ ...each, date: '2027-03-01' as typeof each.date }));
    expect(entry?.date).toBe('2026-11-23');
    expect(filesOf(ledgerJournal(exampleContents), late)['journal.ledger']).toContain('2027-03-01 * (closing)');
    expect(filesOf(beancountJournal(exampleContents), late)['journal.beancount']).toContain('2027-03-02 balance');
  });
});
