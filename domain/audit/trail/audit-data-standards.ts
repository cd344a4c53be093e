import type { AccountType } from '../../accounts/account.ts';
import { amountText } from './minor-units.ts';
import { signedClosing, signedOpening } from './shown-account.ts';
import type { ShownEntry } from './shown-entry.ts';
import { exportDateOf } from './trail-date.ts';
import type { TrailContents, TrailExport } from './trail-export.ts';
import { csvLine, freeText } from './trail-text.ts';

/* Section 9 of docs/trail-format.md: the AICPA Audit Data Standards. */

const detailPath = 'ads/gl-detail.csv';
const balancePath = 'ads/trial-balance.csv';
const chartPath = 'ads/chart-of-accounts.csv';

const detailColumns =
  'Journal_ID,Journal_ID_Line_Number,JE_Header_Description,JE_Line_Description,Source,Business_Unit_Code,Effective_Date,' +
  'Fiscal_Year,Period,GL_Account_Number,Amount,Amount_Credit_Debit_Indicator,Amount_Currency,Entered_By,Entered_Date,' +
  'Entered_Time\n';
const balanceColumns =
  'GL_Account_Number,Fiscal_Year,Period,Amount_Beginning,Amount_Ending,Amount_Currency,Business_Unit_Code\n';
const chartColumns = 'GL_Account_Number,GL_Account_Name,Account_Type,Account_Subtype,FS_Caption\n';

const typeNames: Readonly<Record<AccountType, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Revenue',
  expense: 'Expenses',
};

/** Entries line by line, balances and accounts, as tables. */
export const auditDataStandards = (contents: TrailContents): TrailExport => ({
  paths: [detailPath, balancePath, chartPath],
  begin: () => [
    { path: detailPath, text: detailColumns },
    { path: balancePath, text: `${balanceColumns}${balanceLines(contents)}` },
    { path: chartPath, text: `${chartColumns}${chartLines(contents)}` },
  ],
  add: (entry) => [{ path: detailPath, text: detailLines(entry, contents.policy.ledger) }],
  end: () => [],
});

const detailLines = (entry: ShownEntry, ledger: string): string => {
  const description = freeText(entry.description);
  const actor = freeText(entry.actor);
  return entry.postings
    .map(({ line, account, side, amount }) =>
      csvLine([
        ...[entry.entryId, String(line), description, '', entry.source, ledger],
        ...[entry.effectiveDate, entry.effectiveDate.slice(0, 4), entry.effectiveDate.slice(5, 7)],
        ...[account.accountId, amount, side === 'debit' ? 'D' : 'C', account.currency],
        ...[actor, entry.recordedAt.slice(0, 10), entry.recordedAt.slice(11, 19)],
      ]),
    )
    .join('');
};

const balanceLines = ({ accounts, policy, closedAt }: TrailContents): string => {
  const date = exportDateOf(closedAt);
  return accounts
    .map((account) =>
      csvLine([
        ...[account.accountId, date.slice(0, 4), date.slice(5, 7)],
        ...[signedOpening(account), signedClosing(account)].map((units) => amountText(units, account.digits)),
        ...[account.currency, policy.ledger],
      ]),
    )
    .join('');
};

const chartLines = ({ accounts }: TrailContents): string =>
  accounts.map(({ accountId, name, type }) => csvLine([accountId, freeText(name), typeNames[type], '', ''])).join('');
