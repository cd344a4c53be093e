import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import type { HoldAccounts } from '../../domain/holds/hold-accounts.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import { holdStateOf } from '../../domain/holds/hold-stream.ts';
import type { StreamHead } from '../../domain/ports/event-store.ts';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Heads } from '../runtime/carry-out.ts';
import type { Ledger } from '../runtime/ledger.ts';

/** The streams of a hold and its two accounts, which never change once it is authorized. */
export type HoldStreams = { readonly hold: StreamId; readonly source: StreamId; readonly destination: StreamId };

/** Finds the streams of a hold by one read of it, strong if need be; refuses `HoldNotFound`. */
export const holdStreamsOf = async (
  { eventStore }: Ledger,
  { ledger, holdId }: { readonly ledger: string; readonly holdId: string },
): Promise<Result<HoldStreams, HoldRejection>> => {
  const hold = streamIdOf(ledger, 'hold', holdId);
  for (const consistency of ['eventual', 'strong'] as const) {
    const [head] = await eventStore.load([hold], consistency);
    const state = head === undefined ? undefined : holdStateOf(head);
    if (state === undefined || state.status === 'absent') continue;
    const source = streamIdOf(ledger, 'account', state.terms.accountId);
    const destination = streamIdOf(ledger, 'account', state.terms.destinationAccountId);
    return accepted({ hold, source, destination });
  }
  return rejected({ code: 'HoldNotFound', detail: 'There is no such hold.' });
};

/** The heads of a hold and its accounts, for a decision. */
export const holdHeadsOf = (heads: Heads, streams: HoldStreams): HoldAccounts & { readonly hold: StreamHead } => ({
  hold: heads(streams.hold),
  source: loadedAccount(heads(streams.source)),
  destination: loadedAccount(heads(streams.destination)),
});
