import type { AccountRejection } from '../accounts/account-decider.ts';
import type { LoadedAccount } from '../accounts/account-stream.ts';
import { foremost } from '../accounts/foremost.ts';
import type { Recording } from '../facts/origin.ts';
import type { HoldAccounts } from '../holds/hold-accounts.ts';
import type { StreamHead } from '../ports/event-store.ts';
import type { Proposal } from '../shared/proposal.ts';
import { at } from '../shared/rejection.ts';
import { type Result, rejected } from '../shared/result.ts';
import { advanceTransfer } from './advance-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import type { TransferTerms } from './transfer-state.ts';

/** A transfer to request; `transferId` derives from the request, so the same request can ask for it only once. */
export type RequestTransfer = TransferTerms & { readonly transferId: string; readonly fingerprint: string };

/**
 * Decides whether a transfer may be asked for at all: by what never changes of its accounts. What may change until its
 * funds are held, their being frozen or short of funds, is decided then.
 */
export const requestTransfer = (
  { transferId, fingerprint, ...terms }: RequestTransfer,
  { transfer, source, destination }: HoldAccounts & { readonly transfer: StreamHead },
  recording: Recording,
): Result<Proposal, TransferRejection | AccountRejection> => {
  const refusals = [
    ...refusalsOf(source, terms).map((refusal) => at('/sourceAccountId', refusal)),
    ...refusalsOf(destination, terms).map((refusal) => at('/settlementAccountId', refusal)),
  ];
  const refusal = foremost(refusals);
  if (refusal !== undefined) return rejected(refusal);
  const command = { type: 'RequestTransfer', terms, now: recording.now } as const;
  return advanceTransfer(command, { head: transfer, about: { transferId, fingerprint } }, recording);
};

const refusalsOf = ({ state }: LoadedAccount, { amount }: TransferTerms): readonly AccountRejection[] => {
  if (state.status === 'absent') return [{ code: 'UnknownAccount', detail: 'There is no such account.' }];
  if (state.currency !== amount.currency)
    return [{ code: 'CurrencyMismatch', detail: `${state.accountId} is kept in ${state.currency}.` }];
  return state.status === 'closed' ? [{ code: 'AccountClosed', detail: `${state.accountId} is closed.` }] : [];
};
