import { type AccountType, accountTypes } from '../../accounts/account.ts';
import type { AccountStatus } from '../../facts/account-facts.ts';
import { parseCurrencyCode } from '../../money/currency.ts';
import { storedMoney } from '../../money/money.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import type { JsonObject } from '../../shared/json.ts';
import { jsonObjectIn } from './json-object.ts';

/**
 * An account as it was at a close: its newest version, the newest link of its hash chain and its running totals, which
 * are decimal text with exactly the digits of its currency.
 */
export type AccountHead = {
  readonly accountId: string;
  readonly name: string;
  readonly type: AccountType;
  readonly currency: string;
  readonly status: AccountStatus;
  readonly version: number;
  /** The chain link of that version, see domain/audit/hash-chain.ts. */
  readonly hash: string;
  readonly debits: string;
  readonly credits: string;
  readonly heldDebits: string;
  readonly heldCredits: string;
};

/** The line of a heads file, without its line break: a leaf of the tree whose root a close states. */
export const headLine = (head: AccountHead): string => canonicalJson(head);

/** Reads a line of a heads file. Throws InvariantViolation for one that `headLine` does not write. */
export const headInLine = (line: string): AccountHead => {
  const head = headIn(jsonObjectIn(line) ?? {});
  if (head === undefined || headLine(head) !== line) throw new InvariantViolation(`No head of an account: ${line}`);
  return head;
};

/** Heads as their file has them: a line for each account, in the order of account ids (UTF-16 code units). */
export const headsText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** The lines of a heads file. Throws InvariantViolation for text that does not end with a line. */
export const headLinesIn = (text: string): readonly string[] => {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new InvariantViolation('A heads file ends within a line');
  return lines;
};

const accountStatuses: readonly AccountStatus[] = ['open', 'frozen', 'closed'];
const amountNames = ['debits', 'credits', 'heldDebits', 'heldCredits'] as const;

const headIn = (fields: JsonObject): AccountHead | undefined => {
  const { accountId, name, currency, version, hash } = fields;
  const type = accountTypes.find((each) => each === fields['type']);
  const status = accountStatuses.find((each) => each === fields['status']);
  if (typeof accountId !== 'string' || typeof name !== 'string' || typeof hash !== 'string') return undefined;
  if (type === undefined || status === undefined || typeof version !== 'number') return undefined;
  if (typeof currency !== 'string' || parseCurrencyCode(currency) === undefined) return undefined;
  const [debits, credits, heldDebits, heldCredits] = amountNames.map((amount) => textIn(fields, amount));
  if (debits === undefined || credits === undefined) return undefined;
  if (heldDebits === undefined || heldCredits === undefined) return undefined;
  for (const amount of [debits, credits, heldDebits, heldCredits]) storedMoney(amount, currency);
  return { accountId, name, type, currency, status, version, hash, debits, credits, heldDebits, heldCredits };
};

const textIn = (fields: JsonObject, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};
