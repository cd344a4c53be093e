import { wholeIdOf } from '../../../domain/accounts/stripe.ts';
import type { HoldLifeFact } from '../../../domain/facts/hold-facts.ts';
import { remainingOf } from '../../../domain/holds/hold-decider.ts';
import { holdOf } from '../../../domain/holds/hold-stream.ts';
import { correlationOf } from './correlation-of.ts';

/** A hold as it stands after one of its events. */
export const holdAnswer = ({ text, version }: { readonly text: string; readonly version: number }) => {
  const fact = JSON.parse(text) as HoldLifeFact;
  const { hold } = fact;
  return {
    id: fact.holdId,
    status: hold.status,
    accountId: wholeIdOf(hold.accountId),
    destinationAccountId: wholeIdOf(hold.destinationAccountId),
    side: hold.side,
    amount: hold.amount,
    captured: hold.captured,
    remaining: remainingOf(holdOf(hold)).amount,
    currency: hold.currency,
    description: hold.description,
    authorizedAt: hold.authorizedAt,
    expiresAt: hold.expiresAt,
    transferId: hold.transferId ?? null,
    version,
    recordedAt: fact.recordedAt,
    actor: fact.actor,
    correlationId: correlationOf(fact),
  };
};
