import type { TransferReason } from '../../../domain/facts/transfer-facts.ts';
import { holdTransfer } from '../../../domain/transfers/hold-transfer.ts';
import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { readsOf, transferHeadsOf, transferStreamsOf } from '../../commands/transfer-streams.ts';
import { fingerprintOf } from '../../runtime/fingerprint.ts';
import { answerTo, recordDecision, type StepContext } from '../step-context.ts';
import { undoing } from './void-hold.ts';

/** What accounts say where funds cannot be set aside: the business says no, and nothing has moved. */
const businessRefuses: ReadonlySet<string> = new Set([
  'InsufficientFunds',
  'AccountFrozen',
  'AccountClosed',
  'UnknownAccount',
  'CurrencyMismatch',
]);

/** Sets the funds aside, or ends the transfer where that is refused. */
export const hold = async (context: StepContext): Promise<PayoutAnswer<'Hold'>> => {
  const { transfer, transferId, newest } = context;
  const streams = transferStreamsOf(newest.ledger, transferId, transfer.terms);
  const { holdId } = streams;
  const outcome = await recordDecision(context, {
    reads: readsOf(streams),
    decide: (heads, recording) =>
      holdTransfer({ holdId, fingerprint: fingerprintOf(holdId) }, transferHeadsOf(heads, streams), recording),
  });
  if (outcome.code !== 'Rejected' || !businessRefuses.has(outcome.rejection.code)) return answerTo(outcome, 'Held');
  const { code, detail } = outcome.rejection;
  const reason: TransferReason = { code, detail };
  return answerTo(await recordDecision(context, undoing(context, reason)), 'Ended');
};
