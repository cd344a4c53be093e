import type { AccountId, AccountType } from '../../accounts/account.ts';
import { parseKeptAccountId } from '../../accounts/stripe.ts';
import { type CurrencyCode, digitsOf, parseCurrencyCode } from '../../money/currency.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import { headInLine } from '../close/account-head.ts';
import { type MinorUnits, minorUnitsOf } from './minor-units.ts';

/** The head of an account at a close as a trail counts it: posted totals, in minor units, and what it is. */
export type CountedHead = {
  readonly accountId: AccountId;
  readonly name: string;
  readonly type: AccountType;
  readonly currency: CurrencyCode;
  readonly digits: number;
  readonly version: number;
  readonly debits: MinorUnits;
  readonly credits: MinorUnits;
};

/** An account of a trail, with its posted totals at both of its closes; before it was opened they are zero. */
export type ShownAccount = Omit<CountedHead, 'debits' | 'credits' | 'version'> & {
  readonly opening: Totals;
  readonly closing: Totals;
};

type Totals = { readonly debits: MinorUnits; readonly credits: MinorUnits };

/** Reads a line of a close's heads. Throws InvariantViolation for what is none. */
export const countedHeadIn = (line: string): CountedHead => {
  const { name, type, version, ...head } = headInLine(line);
  const accountId = parseKeptAccountId(head.accountId);
  const currency = parseCurrencyCode(head.currency);
  if (accountId === undefined || currency === undefined)
    throw new InvariantViolation(`Not the head of an account: ${line.slice(0, 200)}`);
  const digits = digitsOf(currency);
  const [debits, credits] = [minorUnitsOf(head.debits, digits), minorUnitsOf(head.credits, digits)];
  return { accountId, name, type, currency, digits, version, debits, credits };
};

/** The accounts of the closing heads, in their order, each with what the opening heads say of it. */
export const shownAccounts = (
  opening: readonly CountedHead[],
  closing: readonly CountedHead[],
): readonly ShownAccount[] => {
  const before = new Map(opening.map((head) => [head.accountId, head]));
  return closing.map(({ debits, credits, version: _, ...account }) => ({
    ...account,
    opening: totalsOf(before.get(account.accountId)),
    closing: { debits, credits },
  }));
};

/** Debits less credits. */
export const signedOpening = ({ opening }: ShownAccount): MinorUnits => opening.debits - opening.credits;

export const signedClosing = ({ closing }: ShownAccount): MinorUnits => closing.debits - closing.credits;

/** The currencies of some accounts, each once and in order. */
export const currenciesOf = (accounts: readonly ShownAccount[]): readonly CurrencyCode[] =>
  [...new Set(accounts.map(({ currency }) => currency))].sort();

const totalsOf = (head: CountedHead | undefined): Totals => ({
  debits: head?.debits ?? 0n,
  credits: head?.credits ?? 0n,
});
