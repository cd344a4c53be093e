import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import type { TransferReason } from '../../domain/facts/transfer-facts.ts';
import { advanceTransfer } from '../../domain/transfers/advance-transfer.ts';
import { returnTransfer } from '../../domain/transfers/return-transfer.ts';
import type { TransferDecision } from './record-transfer-step.ts';
import type { TransferStreams } from './transfer-streams.ts';

type Returned = { readonly reason: TransferReason; readonly fingerprint: string };

/** What accounts say where they cannot take money back. */
const accountsRefuse: ReadonlySet<string> = new Set(['AccountFrozen', 'AccountClosed', 'InsufficientFunds']);

/**
 * The decision that takes a returned payout into the books. The money is back whatever the accounts say, so where they
 * refuse it the transfer is handed to a person.
 */
export const takeBackReturn = (
  { transfer, returnEntryId: entryId, returnEntry: entry, source, destination }: TransferStreams,
  { reason, fingerprint }: Returned,
): TransferDecision => {
  return {
    reads: [transfer, entry, source, destination],
    decide: (heads, { about, recording }) => {
      const all = {
        transfer: heads(transfer),
        entry: heads(entry),
        source: loadedAccount(heads(source)),
        destination: loadedAccount(heads(destination)),
      };
      const returned = returnTransfer({ entryId, fingerprint, reason }, all, { about, recording });
      if (returned.ok || !accountsRefuse.has(returned.rejection.code)) return returned;
      const { code, detail } = returned.rejection;
      const handOver = { type: 'HandOverReturn', reason: { code, detail: `${reason.detail} ${detail}` } } as const;
      return advanceTransfer(handOver, { head: all.transfer, about }, recording);
    },
  };
};
