import { describe, expect, it } from '@jest/globals';
import type { AccountChange } from '../../../../domain/audit/close/account-change.ts';
import {
  changedBy,
  type FoldedHeads,
  foldedHead,
  foldHeads,
  missingVersion,
} from '../../../../domain/audit/close/fold-heads.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { headOf } from './head-of.ts';

/** A line of a log whose fact makes a version of an account. */
const lineOf = (version: number, debits: string): string =>
  JSON.stringify({
    data: {
      ...{ accountId: 'a', accountType: 'asset', currency: 'USD', version, debits, credits: '0.00' },
      ...{ type: 'AccountOpened', name: 'A', status: 'open' },
    },
    factId: `main#A#a@${version}`,
  });

/** What a version of an account changed; only some facts tell the name, or the status. */
const changeTo = (version: number, told: Partial<AccountChange> = {}): AccountChange => {
  const { name: _name, status: _status, ...untold } = headOf({ version });
  return { ...untold, ...told };
};

const folded = (...changes: readonly AccountChange[]) => {
  const heads = changes.reduce<FoldedHeads>((before, change) => changedBy(before, [change]), new Map());
  return heads.get('sellers:1');
};

describe('two facts that claim one version', () => {
  it('are told apart by which entry is earlier, also while an earlier version is missing', () => {
    for (const lines of [
      [lineOf(1, '0.00'), lineOf(2, '1.00'), lineOf(2, '9.00')],
      [lineOf(2, '1.00'), lineOf(2, '9.00'), lineOf(1, '0.00')],
    ]) {
      const heads = lines.reduce((before: FoldedHeads, line) => foldHeads(before, line, sha256), new Map());
      expect(heads.get('a')?.head).toMatchObject({ version: 2, debits: '1.00' });
    }
  });

  it('do not make a version far ahead of all others dear', () => {
    const heads = foldHeads(new Map(), lineOf(999_999_999, '1.00'), sha256);
    expect(heads.get('a')?.head).toBeUndefined();
  });
});

describe('the head of an account', () => {
  it('has the name and the status that were told last', () => {
    const opened = changeTo(1, { name: 'Seller', status: 'open' });
    const frozen = changeTo(2, { status: 'frozen' });
    expect(folded(opened)?.head).toStrictEqual(headOf());
    expect(folded(opened, frozen, changeTo(3))?.head).toStrictEqual(headOf({ version: 3, status: 'frozen' }));
    expect(folded(changeTo(3), frozen, opened)?.head).toStrictEqual(headOf({ version: 3, status: 'frozen' }));
  });

  it('has no name and is open where nothing told them', () => {
    expect(folded(changeTo(1))?.head).toStrictEqual(headOf({ name: '' }));
  });

  it('goes on from the one of a heads file, at the version that follows it', () => {
    const before = foldedHead(headOf({ version: 4, status: 'closed' }));
    const accountAfter = (change: AccountChange) =>
      changedBy(new Map([['sellers:1', before]]), [change]).get('sellers:1');
    expect(accountAfter(changeTo(5))?.head).toStrictEqual(headOf({ version: 5, status: 'closed' }));
    expect(accountAfter(changeTo(4, { name: 'Another' }))).toStrictEqual(before);
    const ahead = accountAfter(changeTo(6));
    expect(ahead?.head).toBe(before.head);
    expect(ahead && missingVersion(ahead)).toBe(5);
  });
});

describe('the version that an account waits for', () => {
  const missingAfter = (...versions: readonly number[]): number | undefined => {
    const account = folded(...versions.map((version) => changeTo(version)));
    return account && missingVersion(account);
  };

  it('is the first that has not come where a later one has', () => {
    expect(missingAfter(2)).toBe(1);
    expect(missingAfter(1, 4, 3)).toBe(2);
    expect(missingAfter(1, 4, 2)).toBe(3);
  });

  it('is none where all came, in whatever order', () => {
    expect(missingAfter(1, 2, 3)).toBeUndefined();
    expect(missingAfter(3, 1, 2)).toBeUndefined();
  });
});

describe('several changes of one entry', () => {
  it('are all folded, and accounts that it did not change are not told', () => {
    const before: FoldedHeads = new Map([['other', foldedHead(headOf({ accountId: 'other' }))]]);
    const changed = changedBy(before, [changeTo(1), changeTo(2, { debits: '3.00' }), changeTo(1, { accountId: 'b' })]);
    expect([...changed.keys()]).toEqual(['sellers:1', 'b']);
    expect(changed.get('sellers:1')?.head).toMatchObject({ version: 2, debits: '3.00' });
  });
});
