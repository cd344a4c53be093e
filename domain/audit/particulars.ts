import type { AccountEffect } from '../facts/account-facts.ts';
import type { Fact } from '../facts/fact.ts';
import { effectsOf } from '../projections/account-effects.ts';
import { totalsAround } from './movement.ts';

/**
 * What an examiner asks of everything that happened: what, when, by whom and why, and what was before and after it. All
 * of it comes from the fact, and stands beside it so that nobody has to know its shape.
 */
export type Particulars = {
  readonly what: string;
  readonly when: string;
  /** A reference to whoever asked; never a name. */
  readonly who: string;
  readonly why: Reason;
  readonly changes: readonly AccountChange[];
};

/** What the fact says of its cause, as far as it does. */
export type Reason = Partial<
  Readonly<
    Record<'correlationId' | 'traceparent' | 'description' | 'holdId' | 'transferId' | 'factId' | 'reason', string>
  >
>;

/** What became of one account. `before` is left out where the fact's amounts cannot be read. */
export type AccountChange = {
  readonly accountId: string;
  readonly version: number;
  readonly before?: AccountTotals;
  readonly after: AccountTotals & { readonly status?: string; readonly floor?: string | null };
};

/** Decimal text with the digits of the account's currency; held amounts are left out where zero. */
export type AccountTotals = {
  readonly debits: string;
  readonly credits: string;
  readonly heldDebits?: string;
  readonly heldCredits?: string;
};

export const particularsOf = (fact: Fact): Particulars => ({
  what: fact.type,
  when: fact.recordedAt,
  who: fact.actor,
  why: reasonOf(fact),
  changes: effectsOf(fact).map(({ effect }) => changeOf(fact, effect)),
});

const reasonOf = (fact: Fact): Reason => ({
  ...(fact.correlationId === undefined ? {} : { correlationId: fact.correlationId }),
  ...(fact.traceparent === undefined ? {} : { traceparent: fact.traceparent }),
  ...('holdId' in fact && fact.holdId !== undefined ? { holdId: fact.holdId } : {}),
  ...('transferId' in fact && fact.transferId !== undefined ? { transferId: fact.transferId } : {}),
  ...ownReasonOf(fact),
});

const ownReasonOf = (fact: Fact): Reason => {
  if (fact.type === 'JournalEntryPosted') return { description: fact.description };
  if ('hold' in fact) return { description: fact.hold.description };
  if ('transfer' in fact) {
    const { description, reason } = fact.transfer;
    return { description, ...(reason === null ? {} : { reason: reason.code }) };
  }
  if (fact.type === 'RequestRejected') return { reason: fact.code };
  if (fact.type === 'RiskAlertResolved') return { factId: fact.factId, reason: fact.decision };
  return fact.type === 'RiskDecided' ? { factId: fact.factId, reason: fact.reasons.join(' ') } : {};
};

const changeOf = (fact: Fact, effect: AccountEffect): AccountChange => {
  const before = totalsAround(fact, effect)?.before;
  const { accountId, version, debits, credits, heldDebits, heldCredits } = effect;
  const held = {
    ...(heldDebits === undefined ? {} : { heldDebits }),
    ...(heldCredits === undefined ? {} : { heldCredits }),
  };
  const standing = 'status' in fact ? { status: fact.status, floor: fact.floor } : {};
  return {
    accountId,
    version,
    ...(before === undefined ? {} : { before: totalsOf(before, decimalsOf(debits)) }),
    after: { debits, credits, ...held, ...standing },
  };
};

const decimalsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;

// The auditor's totals have six decimals; what the currency has fewer of are zeros.
const totalsOf = (text: string, decimals: number): AccountTotals => {
  const [debits = '', credits = '', heldDebits = '', heldCredits = ''] = text.split(' ').map((amount) => {
    const [whole = '', fraction = ''] = amount.split('.');
    return decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals)}`;
  });
  return {
    debits,
    credits,
    ...(isZero(heldDebits) ? {} : { heldDebits }),
    ...(isZero(heldCredits) ? {} : { heldCredits }),
  };
};

const isZero = (amount: string): boolean => /^[0.]*$/.test(amount);
