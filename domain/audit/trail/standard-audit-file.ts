import type { CurrencyCode } from '../../money/currency.ts';
import { digitsOf } from '../../money/currency.ts';
import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { dateOf } from '../../shared/instant.ts';
import { amountText, lengthOf, type MinorUnits } from './minor-units.ts';
import { shortId } from './short-id.ts';
import { currenciesOf, type ShownAccount, signedClosing, signedOpening } from './shown-account.ts';
import type { ShownEntry } from './shown-entry.ts';
import { exportDate, exportDateOf } from './trail-date.ts';
import type { TrailContents, TrailExport } from './trail-export.ts';
import { cleanTextOf, xmlText } from './trail-text.ts';

/* Section 11 of docs/trail-format.md: SAF-T Financial 1.30. */

const digitsMaximum = 2;
const amountDigitsMaximum = 18;
const accountIdCharactersMaximum = 70;

/** An audit file for each currency that the format can say. */
export const standardAuditFiles = (contents: TrailContents, digest: BytesDigest): readonly TrailExport[] => {
  const files = currenciesOf(contents.accounts)
    .map((currency) => currencyOf(contents, currency))
    .filter(canBeSaid);
  const most = Math.max(...files.map(({ accounts }) => accounts.length));
  const main = files.find(({ accounts }) => accounts.length === most);
  return files.map((file) => {
    const path = file === main ? 'saf-t.xml' : `saf-t.${file.currency}.xml`;
    return auditFile(path, { contents, file, digest });
  });
};

type OneCurrency = {
  readonly currency: CurrencyCode;
  readonly accounts: readonly ShownAccount[];
  readonly debits: MinorUnits;
  readonly credits: MinorUnits;
};

const currencyOf = (contents: TrailContents, currency: CurrencyCode): OneCurrency => {
  const accounts = contents.accounts.filter((account) => account.currency === currency);
  const sumOf = (side: 'debits' | 'credits') =>
    accounts.reduce((sum, { opening, closing }) => sum + closing[side] - opening[side], 0n);
  return { currency, accounts, debits: sumOf('debits'), credits: sumOf('credits') };
};

const canBeSaid = ({ currency, accounts, debits, credits }: OneCurrency): boolean => {
  const digits = digitsOf(currency);
  const amounts = [debits, credits, ...accounts.flatMap((account) => [signedOpening(account), signedClosing(account)])];
  return digits <= digitsMaximum && amounts.every((amount) => lengthOf(amount, digits) <= amountDigitsMaximum);
};

type File = { readonly contents: TrailContents; readonly file: OneCurrency; readonly digest: BytesDigest };

const auditFile = (path: string, { contents, file, digest }: File): TrailExport => {
  const ids = new Map(
    file.accounts.map(({ accountId }) => [accountId, shortId(digest, accountId, accountIdCharactersMaximum)]),
  );
  const idOf: IdOf = ({ accountId }) => ids.get(accountId) ?? '';
  let count = 0;
  return {
    paths: [path],
    begin: () => [{ path, text: `${headerOf(contents, file)}${masterFilesOf(file, idOf)}`, isInFront: true }],
    add: (entry) => {
      const lines = linesOf(entry, file, idOf);
      if (lines === '') return [];
      count += 1;
      return [{ path, text: entryElementOf(entry, lines) }];
    },
    end: () => [
      { path, text: entriesHeadOf(file, count), isInFront: true },
      { path, text: '</Journal>\n</GeneralLedgerEntries>\n</AuditFile>\n' },
    ],
  };
};

type IdOf = (account: ShownAccount) => string;

const headerOf = ({ policy, openedAt, closedAt }: TrailContents, { currency }: OneCurrency): string => {
  const { ledger } = policy;
  const closing = exportDateOf(closedAt);
  return `<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO">
<Header>
<AuditFileVersion>1.30</AuditFileVersion>
<AuditFileCountry>NO</AuditFileCountry>
<AuditFileDateCreated>${closing}</AuditFileDateCreated>
<SoftwareCompanyName>Quipu</SoftwareCompanyName>
<SoftwareID>Quipu</SoftwareID>
<SoftwareVersion>1</SoftwareVersion>
<Company><RegistrationNumber>${textOf(ledger, 35)}</RegistrationNumber><Name>${textOf(ledger, 256)}</Name>${nobody}</Company>
<DefaultCurrencyCode>${currency}</DefaultCurrencyCode>
<SelectionCriteria><SelectionStartDate>${exportDateOf(openedAt)}</SelectionStartDate><SelectionEndDate>${closing}</SelectionEndDate></SelectionCriteria>
<TaxAccountingBasis>A</TaxAccountingBasis>
</Header>
`;
};

// The format wants a person, and a ledger knows none; this is what its guidance says to write then.
const nobody =
  '<Contact><ContactPerson><FirstName>NotUsed</FirstName><LastName>NotUsed</LastName></ContactPerson></Contact>';

const masterFilesOf = ({ accounts }: OneCurrency, idOf: IdOf): string => {
  const lines = accounts.map((account) => {
    const balances = `${balanceOf('Opening', signedOpening(account), account)}${balanceOf('Closing', signedClosing(account), account)}`;
    return (
      `<Account><AccountID>${idOf(account)}</AccountID>` +
      `<AccountDescription>${textOf(account.name, 256)}</AccountDescription>` +
      `<GroupingCategory>type</GroupingCategory><GroupingCode>${account.type}</GroupingCode>` +
      `<AccountType>GL</AccountType>${balances}</Account>\n`
    );
  });
  return `<MasterFiles>\n<GeneralLedgerAccounts>\n${lines.join('')}</GeneralLedgerAccounts>\n</MasterFiles>\n`;
};

const balanceOf = (when: 'Opening' | 'Closing', signed: MinorUnits, { digits }: ShownAccount): string => {
  const tag = `${when}${signed < 0n ? 'Credit' : 'Debit'}Balance`;
  return `<${tag}>${amountText(signed < 0n ? -signed : signed, digits)}</${tag}>`;
};

const entriesHeadOf = ({ currency, debits, credits }: OneCurrency, count: number): string => {
  const digits = digitsOf(currency);
  return `<GeneralLedgerEntries>
<NumberOfEntries>${count}</NumberOfEntries>
<TotalDebit>${amountText(debits, digits)}</TotalDebit>
<TotalCredit>${amountText(credits, digits)}</TotalCredit>
<Journal>
<JournalID>GL</JournalID>
<Description>General ledger</Description>
<Type>GL</Type>
`;
};

const linesOf = (entry: ShownEntry, { currency }: OneCurrency, idOf: IdOf): string => {
  const rest = `<ValueDate>${exportDate(entry.valueDate)}</ValueDate><Description>${textOf(entry.description, 256)}</Description>`;
  return entry.postings
    .filter(({ account }) => account.currency === currency)
    .map(({ line, account, side, amount }) => {
      const tag = side === 'debit' ? 'DebitAmount' : 'CreditAmount';
      return (
        `<Line><RecordID>${line}</RecordID><AccountID>${idOf(account)}</AccountID>${rest}` +
        `<${tag}><Amount>${amount}</Amount></${tag}></Line>\n`
      );
    })
    .join('');
};

const entryElementOf = ({ entryId, date, description, recordedAt }: ShownEntry, lines: string): string =>
  `<Transaction>
<TransactionID>${textOf(entryId, 70)}</TransactionID>
<Period>${Number(date.slice(5, 7))}</Period>
<PeriodYear>${date.slice(0, 4)}</PeriodYear>
<TransactionDate>${date}</TransactionDate>
<Description>${textOf(description, 256)}</Description>
<SystemEntryDate>${exportDate(dateOf(recordedAt))}</SystemEntryDate>
<GLPostingDate>${date}</GLPostingDate>
${lines}</Transaction>
`;

const textOf = (text: string, codePointsMaximum: number): string => xmlText(cleanTextOf(text, codePointsMaximum));
