import {
  emptyModel,
  type LedgerModel,
  type ModelAccount,
  modelAuthorize,
  modelCapture,
  modelPost,
  modelVoid,
} from '../../models/ledger-model.ts';
import type { Ask } from '../clients/ask.ts';
import { wholeOf } from './stored-facts.ts';

/** A ledger beside the ledger: one thread, other arithmetic, and what the model of one currency leaves out. */
export type Shadow = {
  readonly model: LedgerModel;
  readonly currencies: Map<string, string>;
  readonly closed: Set<string>;
  readonly holds: Map<string, { readonly expiresAt: string | null; readonly currency: string }>;
};

export const emptyShadow = (): Shadow => ({
  model: emptyModel(),
  currencies: new Map(),
  closed: new Set(),
  holds: new Map(),
});

const recorded = 'Recorded';
const unchanged = 'Unchanged';

/** What the ledger has to answer to something that was not asked before, if it is asked now. Changes nothing. */
export const answerNow = (shadow: Shadow, ask: Ask, now: string): string => {
  const { model } = shadow;
  switch (ask.kind) {
    case 'open':
      return model.accounts.has(ask.account) ? 'AccountExists' : recorded;
    case 'post': {
      const refusal = refusalOf(shadow, ask.legs);
      const legs = ask.legs.map(({ account, side, units }) => ({ account, side, cents: units }));
      return refusal ?? modelPost(copyOf(model), legs);
    }
    case 'hold': {
      const { source, destination, currency, units } = ask;
      if (!model.accounts.has(source) || !model.accounts.has(destination)) return 'UnknownAccount';
      if (source === destination) return 'SameAccount';
      if (ask.expiresAt !== null && ask.expiresAt <= now) return 'ExpiryNotInFuture';
      const both = [source, destination].map((account) => ({ account, currency }));
      return refusalOf(shadow, both) ?? modelAuthorize(copyOf(model), '', { source, destination, cents: units });
    }
    case 'capture': {
      const answer = modelCapture(copyOf(model), ask.holdId, ask.units);
      const { expiresAt = null, currency } = shadow.holds.get(ask.holdId) ?? {};
      if (currency !== undefined && ask.units !== undefined && currency !== ask.currency) return 'CurrencyMismatch';
      const isDue = expiresAt !== null && expiresAt <= now && (answer === recorded || answer === 'CaptureExceedsHold');
      return isDue ? 'HoldExpired' : answer;
    }
    case 'void':
      return model.holds.get(ask.holdId)?.ended === 'HoldVoided' ? unchanged : modelVoid(copyOf(model), ask.holdId);
    case 'transfer': {
      const both = [ask.source, ask.settlement].map((account) => ({ account, currency: ask.currency }));
      const refusal = refusalOf(shadow, both, 'AccountFrozen');
      return refusal ?? (ask.source === ask.settlement ? 'SameAccount' : recorded);
    }
    default:
      return answerToChange(shadow, ask);
  }
};

type Change = Extract<Ask, { readonly kind: 'freeze' | 'unfreeze' | 'close' | 'floor' }>;

const answerToChange = ({ model, closed }: Shadow, ask: Change): string => {
  const account = model.accounts.get(ask.account);
  if (account === undefined) return 'UnknownAccount';
  if (closed.has(ask.account)) return ask.kind === 'close' ? unchanged : 'AccountClosed';
  if (ask.kind === 'freeze') return account.frozen ? unchanged : recorded;
  if (ask.kind === 'unfreeze') return account.frozen ? recorded : unchanged;
  const parts = [...model.accounts].filter(([id]) => wholeOf(id) === ask.account).map(([, part]) => part);
  if (ask.kind === 'floor') {
    if (account.floor === ask.floor) return unchanged;
    return parts.length > 1 ? 'StripedWithFloor' : recorded;
  }
  const sumOf = (total: (part: ModelAccount) => bigint): bigint => parts.reduce((sum, part) => sum + total(part), 0n);
  const left = [
    sumOf(({ debits, credits }) => debits - credits),
    sumOf(({ heldDebits }) => heldDebits),
    sumOf(({ heldCredits }) => heldCredits),
  ];
  return left.every((sum) => sum === 0n) ? recorded : 'AccountNotEmpty';
};

const foremost = ['UnknownAccount', 'CurrencyMismatch'] as const;

/** The refusal that has nothing to do with funds: the first in rank, then the first in order. */
const refusalOf = (
  { model, currencies, closed }: Shadow,
  parts: readonly { readonly account: string; readonly currency: string }[],
  besides = '',
): string | undefined => {
  const codes = parts.map(({ account, currency }) => {
    const known = model.accounts.get(account);
    if (known === undefined) return 'UnknownAccount';
    if (currencies.get(account) !== currency) return 'CurrencyMismatch';
    if (closed.has(account)) return 'AccountClosed';
    return known.frozen && besides !== 'AccountFrozen' ? 'AccountFrozen' : undefined;
  });
  for (const code of foremost) if (codes.includes(code)) return code;
  return codes.find((code) => code !== undefined);
};

const copyOf = ({ accounts, holds, seen }: LedgerModel): LedgerModel => ({
  accounts: new Map(accounts),
  holds: new Map([...holds].map(([id, hold]) => [id, { ...hold }])),
  seen,
});

/** The account with some of it changed, in place of the one there is. */
export const changeAccount = ({ model }: Shadow, id: string, change: Partial<ModelAccount>): void => {
  const account = model.accounts.get(id);
  if (account !== undefined) model.accounts.set(id, { ...account, ...change });
};
