import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { HoldTransferHeads } from '../../domain/transfers/hold-transfer.ts';
import type { TransferTerms } from '../../domain/transfers/transfer-state.ts';
import type { Heads } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import type { Ledger } from '../runtime/ledger.ts';
import { onStripes, type StripesOf, streamTaking } from './on-stripes.ts';
import type { TransferDecision } from './record-transfer-step.ts';

/** Everything that a transfer touches. Its hold and its entries derive from its id, so each can be there only once. */
export type TransferStreams = {
  readonly transfer: StreamId;
  readonly holdId: string;
  readonly hold: StreamId;
  readonly source: StreamId;
  readonly destination: StreamId;
  readonly captureEntryId: string;
  readonly captureEntry: StreamId;
  readonly returnEntryId: string;
  readonly returnEntry: StreamId;
};

type TransferAt = { readonly ledger: string; readonly transferId: string; readonly terms: TransferTerms };

/** What is decided on the streams of a transfer, whatever stripes its accounts turn out to have. */
export const onTransferStreams = (
  ledger: Ledger,
  at: TransferAt,
  decisionOn: (streams: TransferStreams) => TransferDecision,
): TransferDecision => {
  const { sourceAccountId, settlementAccountId } = at.terms;
  const accountIds = [sourceAccountId, settlementAccountId];
  return onStripes(ledger, { ledger: at.ledger, accountIds }, (stripesOf) => decisionOn(streamsOf(at, stripesOf)));
};

// Whatever a transfer does to an account, it does to the stripe that its hold is on.
const streamsOf = (
  { ledger, transferId, terms: { sourceAccountId, settlementAccountId } }: TransferAt,
  stripesOf: StripesOf,
): TransferStreams => {
  const holdId = derivedId('hld', { ledger, operation: 'holdTransfer', key: transferId });
  const taking = { ledger, chosenBy: holdId };
  const captureEntryId = derivedId('jen', { ledger, operation: 'captureTransfer', key: transferId });
  const returnEntryId = derivedId('jen', { ledger, operation: 'returnTransfer', key: transferId });
  return {
    transfer: streamIdOf(ledger, 'transfer', transferId),
    holdId,
    hold: streamIdOf(ledger, 'hold', holdId),
    source: streamTaking(taking, sourceAccountId, stripesOf(sourceAccountId)),
    destination: streamTaking(taking, settlementAccountId, stripesOf(settlementAccountId)),
    captureEntryId,
    captureEntry: streamIdOf(ledger, 'entry', captureEntryId),
    returnEntryId,
    returnEntry: streamIdOf(ledger, 'entry', returnEntryId),
  };
};

/** The streams that every decision on a transfer's hold depends on. */
export const readsOf = ({ transfer, hold, source, destination }: TransferStreams): readonly StreamId[] => [
  transfer,
  hold,
  source,
  destination,
];

/** Their heads, for a decision. */
export const transferHeadsOf = (heads: Heads, streams: TransferStreams): HoldTransferHeads => ({
  transfer: heads(streams.transfer),
  hold: heads(streams.hold),
  source: loadedAccount(heads(streams.source)),
  destination: loadedAccount(heads(streams.destination)),
});
