import { balancesOf, normalSideOf } from '../accounts/account.ts';
import type { AccountEffect, AccountLifeFact } from '../facts/account-facts.ts';
import type { Fact } from '../facts/fact.ts';
import { type Money, storedMoney, zero } from '../money/money.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { EffectOfFact } from './account-effects.ts';
import { noteGap } from './account-gap.ts';
import {
  type AccountRow,
  accountKey,
  daysOf,
  type EntryRow,
  entryKey,
  gapKey,
  type SumsRow,
  type TotalsText,
  totalsKey,
} from './balance-rows.ts';
import { dayAfter, sumsAfter } from './balance-sums.ts';
import type { DeliveredFact, FoldStep } from './projection.ts';

/**
 * What one fact means for one account. Its entry row marks the version as applied and is written with everything
 * else, so that sums count it once; balances are taken from the highest version, since they travel in the facts.
 */
export const balanceOfAccount = (delivered: DeliveredFact, ofFact: EffectOfFact): FoldStep => {
  const { fact } = delivered;
  const { ledger } = fact;
  const { accountId, currency, version } = ofFact.effect;
  const mark = entryKey(ledger, accountId, version);
  const account = accountKey(ledger, accountId);
  const gap = gapKey(ledger, accountId);
  const totals = fact.type === 'JournalEntryPosted' ? totalsKey(ledger, currency, accountId) : undefined;
  return {
    reads: [mark, account, ...(totals === undefined ? [] : [totals])],
    creates: [mark],
    within: [gap.partition, daysOf(ledger, accountId)],
    apply: (rows) => {
      if (rows.get(mark) !== undefined) return;
      rows.put(mark, entryRowOf(delivered, ofFact));
      const before = rows.get(account) as AccountRow | undefined;
      const row = accountAfter(before, fact, ofFact.effect);
      noteGap(rows, gap, { before, row, version, recordedAt: fact.recordedAt });
      rows.put(
        account,
        fact.type === 'JournalEntryPosted' ? { ...row, newestDay: dayAfter(rows, row, fact, ofFact) } : row,
      );
      if (totals !== undefined)
        rows.put(totals, sumsAfter(rows.get(totals) as SumsRow | undefined, ofFact, fact.recordedAt));
    },
  };
};

const entryRowOf = ({ factId, fact }: DeliveredFact, { effect, postings }: EffectOfFact): EntryRow => {
  const { accountId, version } = effect;
  const common = { accountId, version, factId, recordedAt: fact.recordedAt };
  if (fact.type !== 'JournalEntryPosted') {
    const kind = fact.type.startsWith('Hold') ? 'hold' : 'account';
    return { ...common, kind, type: fact.type };
  }
  const { entryId, effectiveDate, valueDate, description } = fact;
  const about = { entryId, effectiveDate, valueDate, description, currency: effect.currency, postings };
  return { ...common, ...about, kind: 'entry', balanceAfter: balanceAfter(effect) };
};

const balanceAfter = (effect: AccountEffect) => {
  const { debits, credits, heldDebits, heldCredits } = totalsOf(effect);
  const money = (amount: string): Money => storedMoney(amount, effect.currency);
  const { posted, pending, available } = balancesOf(effect.accountType, {
    debits: money(debits),
    credits: money(credits),
    heldDebits: money(heldDebits),
    heldCredits: money(heldCredits),
  });
  return { posted: posted.amount, pending: pending.amount, available: available.amount };
};

const totalsOf = ({ debits, credits, heldDebits, heldCredits, currency }: AccountEffect): TotalsText => {
  const none = zero(storedMoney(debits, currency).currency).amount;
  return { debits, credits, heldDebits: heldDebits ?? none, heldCredits: heldCredits ?? none };
};

const accountAfter = (before: AccountRow | undefined, fact: Fact, effect: AccountEffect): AccountRow => {
  const row = before ?? unseen(effect);
  const counted = { ...row, applied: row.applied + 1 };
  const { version } = effect;
  if (counted.applied > Math.max(version, row.version))
    throw new InvariantViolation(`More versions of ${effect.accountId} were applied than there are`);
  const newer = version > row.version ? { version, recordedAt: fact.recordedAt, ...totalsOf(effect) } : {};
  return { ...counted, ...newer, ...(isLifeFact(fact) ? toldByLife(row, fact) : {}) };
};

const unseen = (effect: AccountEffect): AccountRow => ({
  accountId: effect.accountId,
  type: effect.accountType,
  normalSide: normalSideOf(effect.accountType),
  currency: effect.currency,
  name: null,
  metadata: {},
  status: 'open',
  floor: null,
  statusVersion: 0,
  openedAt: null,
  version: 0,
  recordedAt: '',
  applied: 0,
  newestDay: null,
  ...totalsOf(effect),
});

const isLifeFact = (fact: Fact): fact is AccountLifeFact => fact.type.startsWith('Account');

const toldByLife = (row: AccountRow, fact: AccountLifeFact): Partial<AccountRow> => {
  const { version, status, floor } = fact;
  return {
    ...(version > row.statusVersion ? { status, floor, statusVersion: version } : {}),
    ...('stripes' in fact && fact.stripes > 1 ? { stripes: fact.stripes } : {}),
    ...(fact.type === 'AccountOpened' ? { name: fact.name, metadata: fact.metadata, openedAt: fact.recordedAt } : {}),
  };
};
