import { opposite, type Side } from '../../accounts/account.ts';
import { accountEventText, type WrittenTerms } from '../../accounts/account-stream.ts';
import type { AccountEffect } from '../../facts/account-facts.ts';
import type { HoldSnapshot } from '../../facts/hold-facts.ts';
import { storedMoney, subtract, sum } from '../../money/money.ts';
import type { Digest } from '../../ports/digest.ts';
import { type EffectOfFact, effectsOf } from '../../projections/account-effects.ts';
import type { DeliveredFact } from '../../projections/projection.ts';
import { type StreamId, streamIdOf } from '../../shared/stream-id.ts';
import { linkHash } from '../hash-chain.ts';

/**
 * An account's event that was written in the same DynamoDB transaction as a fact. The fact tells all of it but the
 * account's status and floor, which are those of the version before it.
 */
export type ImpliedEvent = {
  readonly streamId: StreamId;
  readonly version: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly textWith: (terms: WrittenTerms) => string;
};

/** The events of accounts that a fact of another stream brought about; none for what moves no account but its own. */
export const impliedEvents = ({ fact, factId, text }: DeliveredFact, digest: Digest): readonly ImpliedEvent[] => {
  const { ledger, recordedAt } = fact;
  const causeHash = digest(text);
  return effectsOf(fact).flatMap((ofFact): readonly ImpliedEvent[] => {
    const movement = movementOf(fact, ofFact);
    if (movement === undefined) return [];
    const effect = effectAlone(ofFact.effect);
    const { accountId, version, previousHash } = effect;
    return [
      {
        streamId: streamIdOf(ledger, 'account', accountId),
        version,
        hash: linkHash(digest, causeHash, accountId, version),
        previousHash,
        textWith: (terms) => accountEventText({ ...movement, effect, terms, ledger, recordedAt, cause: factId }),
      },
    ];
  });
};

type Movement = Pick<Parameters<typeof accountEventText>[0], 'type' | 'movement'>;

const movementOf = (fact: DeliveredFact['fact'], { effect, postings }: EffectOfFact): Movement | undefined => {
  switch (fact.type) {
    case 'JournalEntryPosted':
      return fact.holdId === undefined ? posted(effect, postings) : captured(postings);
    case 'HoldAuthorized':
      return heldFunds('FundsHeld', fact.hold, { accountId: effect.accountId, amount: fact.hold.amount });
    case 'HoldVoided':
    case 'HoldExpired':
      return heldFunds('HeldFundsReleased', fact.hold, { accountId: effect.accountId, amount: leftOf(fact.hold) });
    default:
      return undefined;
  }
};

const posted = ({ currency, debits }: AccountEffect, postings: EffectOfFact['postings']): Movement => {
  const code = storedMoney(debits, currency).currency;
  const on = (side: Side): string =>
    sum(
      code,
      postings.filter((posting) => posting.side === side).map(({ amount }) => storedMoney(amount, currency)),
    ).amount;
  return { type: 'EntryPosted', movement: { debited: on('debit'), credited: on('credit') } };
};

const captured = ([posting]: EffectOfFact['postings']): Movement | undefined =>
  posting === undefined
    ? undefined
    : { type: 'HeldFundsPosted', movement: { side: posting.side, amount: posting.amount } };

const heldFunds = (
  type: 'FundsHeld' | 'HeldFundsReleased',
  { accountId: source, side }: HoldSnapshot,
  { accountId, amount }: { readonly accountId: string; readonly amount: string },
): Movement => ({ type, movement: { side: accountId === source ? side : opposite(side), amount } });

const leftOf = ({ amount, captured: taken, currency }: HoldSnapshot): string =>
  subtract(storedMoney(amount, currency), storedMoney(taken, currency)).amount;

// A posting carries its side and amount beside the effect, and an opening its name; the event has the effect alone.
const effectAlone = (effect: AccountEffect): AccountEffect => {
  const { accountId, accountType, currency, version, previousHash, debits, credits, heldDebits, heldCredits } = effect;
  return {
    accountId,
    accountType,
    currency,
    version,
    previousHash,
    debits,
    credits,
    ...(heldDebits === undefined ? {} : { heldDebits }),
    ...(heldCredits === undefined ? {} : { heldCredits }),
  };
};
