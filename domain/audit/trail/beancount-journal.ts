import { beancountName } from './beancount-name.ts';
import { amountText } from './minor-units.ts';
import { signedClosing, signedOpening } from './shown-account.ts';
import type { ShownEntry } from './shown-entry.ts';
import { dayAfter, exportDateOf, laterOf } from './trail-date.ts';
import type { Piece, TrailContents, TrailExport } from './trail-export.ts';
import { cleanText } from './trail-text.ts';
import { unbalancedIn } from './unbalanced.ts';

/* Section 8 of docs/trail-format.md. */

const path = 'journal.beancount';

// An encoded segment never has a hyphen before a capital.
const openingBalances = 'Equity:Opening-Balances';
const outsideTheExtract = 'Equity:Outside-The-Extract';

/** The journal that Beancount reads. */
export const beancountJournal = (contents: TrailContents): TrailExport => {
  const openingDate = exportDateOf(contents.openedAt);
  // A name is made once for each account and not for each posting.
  const names = new Map(contents.accounts.map((account) => [account.accountId, beancountName(account)]));
  const nameOf: NameOf = ({ accountId }) => names.get(accountId) ?? '';
  let latest = laterOf(openingDate, exportDateOf(contents.closedAt));
  const piece = (lines: readonly string[]): readonly Piece[] => [{ path, text: lines.join('') }];
  return {
    paths: [path],
    begin: () => piece([...openLines(contents, nameOf), ...openingLines(contents, openingDate, nameOf)]),
    add: (entry) => {
      latest = laterOf(latest, entry.date);
      return piece(entryLines(entry, nameOf));
    },
    end: () => piece(closingLines(contents, dayAfter(latest), nameOf)),
  };
};

type NameOf = (account: TrailContents['accounts'][number]) => string;

const openLines = ({ accounts, policy }: TrailContents, nameOf: NameOf): readonly string[] => [
  ...accounts.map(
    (account) =>
      `${exportDateOf(null)} open ${nameOf(account)} ${account.currency}\n  id: ${quoted(account.accountId)}\n`,
  ),
  ...(policy.asked.accounts === null ? [] : [openingBalances, outsideTheExtract]).map(
    (name) => `${exportDateOf(null)} open ${name}\n`,
  ),
];

const openingLines = ({ accounts }: TrailContents, date: string, nameOf: NameOf): readonly string[] => {
  const amounts = accounts
    .map((account) => ({ account, signed: signedOpening(account) }))
    .filter(({ signed }) => signed !== 0n);
  if (amounts.length === 0) return [];
  return [
    `\n${date} * "Opening balances"\n`,
    ...amounts.map(({ account, signed }) => postingLine(nameOf(account), amountText(signed, account.digits), account)),
    ...unbalancedIn(amounts).map((rest) => postingLine(openingBalances, rest.missing, rest)),
  ];
};

const entryLines = (
  { date, effectiveDate, entryId, description, index, postings }: ShownEntry,
  nameOf: NameOf,
): readonly string[] => [
  `\n${date} * ${quoted(cleanText(description))}\n`,
  `  entry: ${quoted(entryId)}\n`,
  `  index: ${index}\n`,
  ...(date === effectiveDate ? [] : [`  effective: ${quoted(effectiveDate)}\n`]),
  ...postings.map(({ account, side, amount }) =>
    postingLine(nameOf(account), side === 'debit' ? amount : `-${amount}`, account),
  ),
  ...unbalancedIn(postings).map((rest) => postingLine(outsideTheExtract, rest.missing, rest)),
];

const closingLines = ({ accounts }: TrailContents, date: string, nameOf: NameOf): readonly string[] => {
  if (accounts.length === 0) return [];
  const lines = accounts.map((account) => {
    const closing = amountText(signedClosing(account), account.digits);
    return `${date} balance ${nameOf(account)}  ${closing} ~ 0 ${account.currency}\n`;
  });
  return ['\n', ...lines];
};

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const postingLine = (name: string, amount: string, { currency }: { readonly currency: string }): string =>
  `  ${name}  ${amount} ${currency}\n`;
