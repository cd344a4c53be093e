import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import { captureHold as decideCapture } from '../../domain/holds/capture-hold.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import type { PositiveMoney } from '../../domain/money/money.ts';
import type { CalendarDate } from '../../domain/shared/instant.ts';
import { dateOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { holdHeadsOf, holdStreamsOf } from './hold-streams.ts';

export type CaptureHoldBody = {
  readonly holdId: string;
  /** What remains, where none is given. */
  readonly amount?: PositiveMoney;
  /** The day of the capture, where none is given. */
  readonly effectiveDate?: CalendarDate;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** The id of the journal entry that a capture posts. */
export const captureEntryIdOf = (ledger: string, key: string): string =>
  derivedId('jen', { ledger, operation: 'captureHold', key });

/** Captures a hold in full or in part: its journal entry and its next event, in one DynamoDB transaction. */
export const captureHold = async (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<CaptureHoldBody>,
): Promise<CommandOutcome<HoldRejection | AccountRejection>> => {
  const streams = await holdStreamsOf(ledger, { ledger: origin.ledger, holdId: body.holdId });
  if (!streams.ok) return { code: 'Rejected', rejection: streams.rejection };
  const entryId = captureEntryIdOf(origin.ledger, key);
  const entry = streamIdOf(origin.ledger, 'entry', entryId);
  const { effectiveDate, metadata = {}, holdId, amount } = body;
  return carryOut(
    {
      request: { streamId: entry, fingerprint },
      reads: [streams.value.hold, streams.value.source, streams.value.destination],
      decide: (heads, now) => {
        const day = effectiveDate ?? dateOf(now);
        const capture = { holdId, amount, entryId, fingerprint, metadata, effectiveDate: day, valueDate: day };
        const all = { ...holdHeadsOf(heads, streams.value), entry: ledger.eventStore.beginning(entry) };
        return decideCapture(capture, all, { origin, now, digest: ledger.digest });
      },
    },
    ledger,
    options,
  );
};
