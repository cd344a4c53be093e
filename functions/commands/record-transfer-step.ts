import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import type { Origin, Recording } from '../../domain/facts/origin.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import type { Proposal } from '../../domain/shared/proposal.ts';
import type { Result } from '../../domain/shared/result.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import { advanceTransfer } from '../../domain/transfers/advance-transfer.ts';
import type { TransferCommand, TransferRejection } from '../../domain/transfers/transfer-command.ts';
import type { AboutFact } from '../../domain/transfers/transfer-stream.ts';
import { type CommandOutcome, carryOut, type Heads, type Plan } from '../runtime/carry-out.ts';
import type { Ledger } from '../runtime/ledger.ts';

export type TransferOutcome = CommandOutcome<Refusal>;

/** What a step decides beside its transfer's next event, and on which streams. */
export type TransferDecision = {
  readonly reads: readonly StreamId[];
  readonly decide: (
    heads: Heads,
    context: { readonly about: AboutFact; readonly recording: Recording },
  ) => Result<Proposal, Refusal>;
  readonly elsewhere?: (heads: Heads) => TransferDecision | undefined;
};

type Refusal = TransferRejection | HoldRejection | AccountRejection;

/**
 * Records what a step of a transfer's saga did. The transfer's own stream makes it idempotent: what it tells already is
 * not recorded again, and a decision that depends on it loses against anything that ended it meanwhile.
 */
export const recordTransferStep = (
  ledger: Ledger,
  { origin, about }: { readonly origin: Origin; readonly about: AboutFact },
  decision: TransferDecision,
): Promise<TransferOutcome> =>
  carryOut(
    planOf(decision, ({ reads, decide }) => ({
      reads,
      decide: (heads, now) => decide(heads, { about, recording: { origin, now, digest: ledger.digest } }),
    })),
    ledger,
  );

/** The plan of a decision, and of what it decides instead where that turns out to look at the wrong streams. */
export const planOf = (
  decision: TransferDecision,
  plan: (decision: TransferDecision) => Plan<Refusal>,
): Plan<Refusal> => ({
  ...plan(decision),
  elsewhere: (heads) => {
    const other = decision.elsewhere?.(heads);
    return other === undefined ? undefined : planOf(other, plan);
  },
});

/** The decision of a command that touches nothing but the transfer. */
export const onTransferAlone = (ledger: string, transferId: string, command: TransferCommand): TransferDecision => {
  const transfer = streamIdOf(ledger, 'transfer', transferId);
  return {
    reads: [transfer],
    decide: (heads, { about, recording }) => advanceTransfer(command, { head: heads(transfer), about }, recording),
  };
};
