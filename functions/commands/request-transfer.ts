import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { requestTransfer as decideRequest } from '../../domain/transfers/request-transfer.ts';
import type { TransferRejection } from '../../domain/transfers/transfer-command.ts';
import type { TransferTerms } from '../../domain/transfers/transfer-state.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';

export type RequestTransferBody = TransferTerms;

/** The id of the transfer that a request asks for. */
export const transferIdOf = (ledger: string, key: string): string =>
  derivedId('trf', { ledger, operation: 'requestTransfer', key });

/** Records that a transfer is asked for. Whoever records it, or finds it recorded, then starts its saga. */
export const requestTransfer = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<RequestTransferBody>,
): Promise<CommandOutcome<TransferRejection | AccountRejection>> => {
  const transferId = transferIdOf(origin.ledger, key);
  const streamId = streamIdOf(origin.ledger, 'transfer', transferId);
  const source = streamIdOf(origin.ledger, 'account', body.sourceAccountId);
  const destination = streamIdOf(origin.ledger, 'account', body.settlementAccountId);
  return carryOut(
    {
      request: { streamId, fingerprint },
      reads: [...new Set([source, destination])],
      decide: (heads, now) =>
        decideRequest(
          { ...body, transferId, fingerprint },
          {
            transfer: ledger.eventStore.beginning(streamId),
            source: loadedAccount(heads(source)),
            destination: loadedAccount(heads(destination)),
          },
          { origin, now, digest: ledger.digest },
        ),
    },
    ledger,
    options,
  );
};
