import { type AccountHead, headLine } from '../../../domain/audit/close/account-head.ts';
import type { FoldedAccount } from '../../../domain/audit/close/fold-heads.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';

// A head is written as a line at every close, and most accounts are the same at the next.
const knownLines = new WeakMap<AccountHead, string>();

/** The heads of accounts in the order of their ids, and their lines. */
export const headsAt = (
  accounts: Iterable<FoldedAccount>,
): { readonly heads: readonly AccountHead[]; readonly lines: readonly string[] } => {
  const heads: AccountHead[] = [];
  for (const { accountId, head, ahead } of accounts) {
    if (head === undefined || ahead.size > 0)
      throw new InvariantViolation(`Versions of ${accountId} are missing, so that its head is not known`);
    heads.push(head);
  }
  heads.sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
  return { heads, lines: heads.map(lineOf) };
};

const lineOf = (head: AccountHead): string => {
  const known = knownLines.get(head);
  if (known !== undefined) return known;
  const line = headLine(head);
  knownLines.set(head, line);
  return line;
};
