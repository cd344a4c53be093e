import type { AccountType } from '../../accounts/account.ts';
import { digitsOf } from '../../money/currency.ts';
import { amountText } from './minor-units.ts';
import { currenciesOf, type ShownAccount, signedClosing, signedOpening } from './shown-account.ts';
import type { ShownEntry } from './shown-entry.ts';
import { exportDateOf, laterOf } from './trail-date.ts';
import type { Piece, TrailContents, TrailExport } from './trail-export.ts';
import { cleanText } from './trail-text.ts';
import { unbalancedIn } from './unbalanced.ts';

/* Section 7 of docs/trail-format.md: journals for hledger and for ledger, which differ in how they begin. */

/** The journal that hledger reads. */
export const hledgerJournal = (contents: TrailContents): TrailExport =>
  plainJournal('journal.hledger', contents, [
    'decimal-mark .\n',
    ...currenciesOf(contents.accounts).map(
      (currency) => `commodity 1000.${'0'.repeat(digitsOf(currency))} ${currency}\n`,
    ),
    ...accountLines(contents),
  ]);

/** The journal that ledger reads. */
export const ledgerJournal = (contents: TrailContents): TrailExport =>
  plainJournal('journal.ledger', contents, [
    ...currenciesOf(contents.accounts).map((currency) => `commodity ${currency}\n`),
    ...accountLines(contents),
    'tag effective\n',
    'tag index\n',
  ]);

const rootOf: Readonly<Record<AccountType, string>> = {
  asset: 'assets',
  liability: 'liabilities',
  equity: 'equity',
  income: 'income',
  expense: 'expenses',
};

// No account of the ledger has these names: there is no space in an account's id.
const openingBalances = 'equity:opening balances';
const outsideTheExtract = 'equity:outside the extract';

const nameOf = ({ type, accountId }: ShownAccount): string => `${rootOf[type]}:${accountId}`;

const accountLines = ({ accounts, policy }: TrailContents): readonly string[] => [
  ...accounts.map((account) => `account ${nameOf(account)}\n`),
  ...(policy.asked.accounts === null ? [] : [`account ${openingBalances}\n`, `account ${outsideTheExtract}\n`]),
];

const plainJournal = (path: string, contents: TrailContents, head: readonly string[]): TrailExport => {
  const openingDate = exportDateOf(contents.openedAt);
  let latest = laterOf(openingDate, exportDateOf(contents.closedAt));
  const piece = (lines: readonly string[]): readonly Piece[] => [{ path, text: lines.join('') }];
  return {
    paths: [path],
    begin: () => piece([...head, ...openingLines(contents, openingDate)]),
    add: (entry) => {
      latest = laterOf(latest, entry.date);
      return piece(entryLines(entry));
    },
    end: () => piece(closingLines(contents, latest)),
  };
};

const openingLines = ({ accounts }: TrailContents, date: string): readonly string[] => {
  const amounts = accounts
    .map((account) => ({ account, signed: signedOpening(account) }))
    .filter(({ signed }) => signed !== 0n);
  if (amounts.length === 0) return [];
  return [
    `\n${date} * (opening) Opening balances\n`,
    ...amounts.map(({ account, signed }) => postingLine(nameOf(account), amountText(signed, account.digits), account)),
    ...unbalancedIn(amounts).map((rest) => postingLine(openingBalances, rest.missing, rest)),
  ];
};

const entryLines = ({ date, effectiveDate, entryId, description, index, postings }: ShownEntry): readonly string[] => [
  `\n${date} * (${entryId}) ${cleanText(description).replaceAll(';', ',')}\n`,
  `    ; index: ${index}\n`,
  ...(date === effectiveDate ? [] : [`    ; effective: ${effectiveDate}\n`]),
  ...postings.map(({ account, side, amount }) =>
    postingLine(nameOf(account), side === 'debit' ? amount : `-${amount}`, account),
  ),
  ...unbalancedIn(postings).map((rest) => postingLine(outsideTheExtract, rest.missing, rest)),
];

const closingLines = ({ accounts }: TrailContents, date: string): readonly string[] => {
  if (accounts.length === 0) return [];
  return [`\n${date} * (closing) Closing balances\n`, ...accounts.map(assertionLine)];
};

const assertionLine = (account: ShownAccount): string => {
  const { digits, currency } = account;
  const closing = amountText(signedClosing(account), digits);
  return `    ${nameOf(account)}  ${amountText(0n, digits)} ${currency} = ${closing} ${currency}\n`;
};

const postingLine = (name: string, amount: string, { currency }: { readonly currency: string }): string =>
  `    ${name}  ${amount} ${currency}\n`;
