import { captureTransfer } from '../../../domain/transfers/capture-transfer.ts';
import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { readsOf, transferHeadsOf } from '../../commands/transfer-streams.ts';
import { fingerprintOf } from '../../runtime/fingerprint.ts';
import { answerTo, onStreamsOf, record, recordDecision, type StepContext, transferNow } from '../step-context.ts';

/** What only happens where someone else touched the hold or the accounts of a transfer: a person has to look. */
const impossible = {
  HoldVoided: 'Impossible',
  HoldExpired: 'Impossible',
  HoldCaptured: 'Impossible',
  HoldNotFound: 'Impossible',
  AccountClosed: 'Impossible',
} as const;

/** Posts what was held, now that money has moved outside. */
export const capture = async (context: StepContext): Promise<PayoutAnswer<'Capture'>> => {
  const decision = onStreamsOf(context, (streams) => {
    const { holdId, captureEntryId: entryId } = streams;
    const command = { holdId, entryId, fingerprint: fingerprintOf(entryId) };
    return {
      reads: [...readsOf(streams), streams.captureEntry],
      decide: (heads, recording) =>
        captureTransfer(command, { ...transferHeadsOf(heads, streams), entry: heads(streams.captureEntry) }, recording),
    };
  });
  const outcome = await recordDecision(context, decision);
  const answer = answerTo(outcome, 'Captured', impossible);
  if (answer !== 'Impossible' || outcome.code !== 'Rejected') return answer;
  if (await isCapturedByNow(context)) return 'Captured';
  const { code, detail } = outcome.rejection;
  await record(context, { type: 'RecordFailure', error: { code, detail } });
  return answer;
};

// Streams are read one by one, so the transfer may be seen before another execution captured it, and its hold after.
const isCapturedByNow = async (context: StepContext): Promise<boolean> => {
  const transfer = await transferNow(context);
  return (transfer.status === 'settled' || transfer.status === 'completed') && transfer.entryIds.length > 0;
};
