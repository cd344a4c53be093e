import type { Digest } from '../../ports/digest.ts';
import { type AccountChange, changesIn } from './account-change.ts';
import type { AccountHead } from './account-head.ts';

/**
 * An account as entries of the log have told of it so far. Entries come in any order, and a head is that of the
 * versions that follow one another without a gap: what came ahead of one that is missing waits for it.
 */
export type FoldedAccount = {
  readonly accountId: string;
  /** Undefined before the first version. */
  readonly head: AccountHead | undefined;
  /** Later versions, behind one that is missing. */
  readonly ahead: ReadonlyMap<number, AccountChange>;
};

/** What was folded, by account id. */
export type FoldedHeads = ReadonlyMap<string, FoldedAccount>;

/**
 * Folds a line of the log into heads. `textApart` is the text of a fact that is kept apart from its entry. Of two facts
 * that claim one version the earlier entry counts; the other is for the audit to find.
 */
export const foldHeads = (heads: FoldedHeads, line: string, digest: Digest, textApart?: string): FoldedHeads =>
  new Map([...heads, ...changedBy(heads, changesIn(line, digest, textApart))]);

/** The accounts that changes make other than they were. Does the same as `foldHeads`, without a copy of all. */
export const changedBy = (
  heads: Pick<FoldedHeads, 'get'>,
  changes: readonly AccountChange[],
): ReadonlyMap<string, FoldedAccount> => {
  const changed = new Map<string, FoldedAccount>();
  for (const change of changes) {
    const { accountId } = change;
    changed.set(accountId, withChange(changed.get(accountId) ?? heads.get(accountId) ?? unseen(accountId), change));
  }
  return changed;
};

/** An account as a heads file has it. */
export const foldedHead = (head: AccountHead): FoldedAccount => ({ accountId: head.accountId, head, ahead: none });

/** The first version that is missing where later ones have come; undefined where none has. */
export const missingVersion = ({ head, ahead }: FoldedAccount): number | undefined =>
  ahead.size === 0 ? undefined : (head?.version ?? 0) + 1;

const none: ReadonlyMap<number, AccountChange> = new Map();

const unseen = (accountId: string): FoldedAccount => ({ accountId, head: undefined, ahead: none });

const withChange = (account: FoldedAccount, change: AccountChange): FoldedAccount => {
  const next = (account.head?.version ?? 0) + 1;
  if (change.version < next || account.ahead.has(change.version)) return account;
  if (change.version > next) return { ...account, ahead: new Map([...account.ahead, [change.version, change]]) };
  let head = headAfter(account.head, change);
  if (account.ahead.size === 0) return { ...account, head };
  const ahead = new Map(account.ahead);
  for (let later = ahead.get(head.version + 1); later !== undefined; later = ahead.get(head.version + 1)) {
    ahead.delete(later.version);
    head = headAfter(head, later);
  }
  return { ...account, head, ahead };
};

const headAfter = (before: AccountHead | undefined, change: AccountChange): AccountHead => ({
  ...change,
  name: change.name ?? before?.name ?? '',
  status: change.status ?? before?.status ?? 'open',
});
