import { describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../../domain/accounts/account.ts';
import { auditDataStandards } from '../../../../domain/audit/trail/audit-data-standards.ts';
import { bankStatements } from '../../../../domain/audit/trail/bank-statements.ts';
import type { ShownAccount } from '../../../../domain/audit/trail/shown-account.ts';
import { standardAuditFiles } from '../../../../domain/audit/trail/standard-audit-file.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { exampleContents, exampleEntries, filesOf, shownAccount } from './example-contents.ts';

const withAccounts = (...accounts: readonly ShownAccount[]) => ({ ...exampleContents, accounts });

describe('tables after the Audit Data Standards', () => {
  const files = filesOf(auditDataStandards(exampleContents));

  it('have each posting', () => {
    expect(files['ads/gl-detail.csv']?.split('\n').slice(1)).toEqual([
      'jen_1,1,Card payment; 991,,entry,main,2026-11-23,2026,11,assets:bank,100.00,D,USD,user-7,2026-11-23,10:00:00',
      'jen_1,2,Card payment; 991,,entry,main,2026-11-23,2026,11,sellers:7,97.10,C,USD,user-7,2026-11-23,10:00:00',
      'jen_1,3,Card payment; 991,,entry,main,2026-11-23,2026,11,income:fees,2.90,C,USD,user-7,2026-11-23,10:00:00',
      'jen_2,1,"\'=Payout ""1"", \\",,transfer,main,1950-01-01,1950,01,sellers:7,5.00,D,USD,user-7,2026-11-23,10:00:00',
      'jen_2,2,"\'=Payout ""1"", \\",,transfer,main,1950-01-01,1950,01,assets:bank,5.00,C,USD,user-7,2026-11-23,10:00:00',
      '',
    ]);
  });

  it('have balances and accounts', () => {
    expect(files['ads/trial-balance.csv']?.split('\n').slice(1)).toEqual([
      'assets:bank,2026,11,10.00,105.00,USD,main',
      'dinars,2026,11,0.000,0.000,KWD,main',
      'income:fees,2026,11,0.00,-2.90,USD,main',
      'sellers:7,2026,11,-10.00,-102.10,USD,main',
      '',
    ]);
    expect(files['ads/chart-of-accounts.csv']).toContain('income:fees,income:fees,Revenue,,\n');
  });
});

describe('bank statements', () => {
  const files = filesOf(bankStatements(exampleContents, bytesSha256));

  it('are there for each account', () => {
    expect(Object.keys(files)).toEqual([
      'camt053/assets.bank.xml',
      'camt053/dinars.xml',
      'camt053/income.fees.xml',
      'camt053/sellers.7.xml',
    ]);
  });

  it('credit what raises the balance, on whichever side the account is kept', () => {
    const indicators = (path: string) => files[path]?.match(/CRDT|DBIT/g);
    expect(indicators('camt053/assets.bank.xml')).toEqual(['CRDT', 'CRDT', 'CRDT', 'DBIT']);
    expect(indicators('camt053/sellers.7.xml')).toEqual(['CRDT', 'CRDT', 'CRDT', 'DBIT']);
    const below = { ...shownAccount, type: 'asset' as const };
    const { 'camt053/sellers.7.xml': text } = filesOf(bankStatements(withAccounts(below), bytesSha256), []);
    expect(text?.match(/CRDT|DBIT/g)).toEqual(['DBIT', 'DBIT']);
    expect(text).toContain('<Amt Ccy="USD">102.10</Amt>');
  });

  it('say long ids in short, and in whole at the end', () => {
    const accountId = 'a'.repeat(35) as AccountId;
    const [text = ''] = Object.values(
      filesOf(bankStatements(withAccounts({ ...shownAccount, accountId }), bytesSha256), []),
    );
    expect(text).toMatch(/<Othr><Id>[0-9a-f]{32}<\/Id><\/Othr>/);
    expect(text).toContain(`<AddtlStmtInf>${accountId}</AddtlStmtInf>`);
    expect(text).toContain('<Nm>Seller &lt;7&gt;</Nm>');
  });

  it('are not there of more digits than the format has', () => {
    const most = { ...shownAccount, closing: { debits: 999_999_999_999_999_999n, credits: 0n } };
    const tooMany = { ...shownAccount, closing: { debits: 1_000_000_000_000_000_000n, credits: 0n } };
    expect(bankStatements(withAccounts(most), bytesSha256).paths).toHaveLength(1);
    const none = bankStatements(withAccounts(tooMany), bytesSha256);
    expect(none.paths).toHaveLength(0);
    expect(exampleEntries().flatMap((entry) => [...none.add(entry)])).toEqual([]);
  });
});

describe('standard audit files', () => {
  const pathsWith = (...accounts: readonly ShownAccount[]) =>
    standardAuditFiles(withAccounts(...accounts), bytesSha256).flatMap(({ paths }) => paths);
  const inCurrency = (id: string, currency: string, digits: number) =>
    ({ ...shownAccount, accountId: id, currency, digits }) as ShownAccount;

  it('are one for each currency, of which the one with most accounts has the plain name', () => {
    const [one, two, three] = [inCurrency('a', 'EUR', 2), inCurrency('b', 'USD', 2), inCurrency('c', 'USD', 2)];
    expect(pathsWith(one, two, three)).toEqual(['saf-t.EUR.xml', 'saf-t.xml']);
    expect(pathsWith(one, two)).toEqual(['saf-t.xml', 'saf-t.USD.xml']);
    expect(pathsWith()).toEqual([]);
  });

  it('are not there for a currency with more than two digits, nor for more digits than the format has', () => {
    expect(pathsWith(inCurrency('a', 'KWD', 3), inCurrency('b', 'JPY', 0))).toEqual(['saf-t.xml']);
    const moved = { debits: 1_000_000_000_000_000_000n, credits: 1_000_000_000_000_000_000n };
    expect(pathsWith({ ...inCurrency('a', 'USD', 2), closing: moved })).toEqual([]);
    const standing = (debits: bigint) => ({ opening: { debits, credits: 0n }, closing: { debits, credits: 0n } });
    const most = 999_999_999_999_999_999n;
    expect(pathsWith({ ...inCurrency('a', 'USD', 2), ...standing(most) })).toEqual(['saf-t.xml']);
    expect(pathsWith({ ...inCurrency('a', 'USD', 2), ...standing(most + 1n) })).toEqual([]);
  });

  it('count their entries before they show them', () => {
    const [file] = standardAuditFiles(exampleContents, bytesSha256);
    const text = file === undefined ? '' : filesOf(file)['saf-t.xml'];
    expect(text).toContain(
      '<NumberOfEntries>2</NumberOfEntries>\n<TotalDebit>105.00</TotalDebit>\n<TotalCredit>105.00</TotalCredit>\n',
    );
    expect(text?.indexOf('<NumberOfEntries>')).toBeLessThan(text?.indexOf('<Transaction>') ?? 0);
    expect(text).toContain('<TransactionID>jen_2</TransactionID>\n<Period>1</Period>\n<PeriodYear>1970</PeriodYear>');
  });
});
