import type { Recording } from '../facts/origin.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { TransferCommand, TransferRejection } from './transfer-command.ts';
import { transfer } from './transfer-decider.ts';
import type { TransferEvent } from './transfer-event.ts';
import type { Transfer } from './transfer-state.ts';
import { type AboutFact, transferStateOf, transferWrite } from './transfer-stream.ts';

/** The next event of a transfer, decided and not yet written. */
export type TransferStep = { readonly head: StreamHead; readonly event: TransferEvent; readonly after: Transfer };

/** Decides a command on a transfer; undefined where there is nothing to record. */
export const transferStep = (
  command: TransferCommand,
  head: StreamHead,
): Result<TransferStep | undefined, TransferRejection> => {
  const before = transferStateOf(head);
  const decided = transfer.decide(command, before);
  if (!decided.ok) return decided;
  const [event, ...more] = decided.value;
  if (event === undefined) return accepted(undefined);
  if (more.length > 0) throw new InvariantViolation('A command makes at most one event on a transfer');
  const after = transfer.evolve(before, event);
  if (after.status === 'absent') throw new InvariantViolation('An event leaves its transfer requested');
  return accepted({ head, event, after });
};

/** Decides a command on a transfer alone: its next event, or no write where there is nothing to record. */
export const advanceTransfer = (
  command: TransferCommand,
  { head, about }: { readonly head: StreamHead; readonly about: AboutFact },
  recording: Recording,
): Result<Proposal, TransferRejection> => {
  const step = transferStep(command, head);
  if (!step.ok) return step;
  return accepted(step.value === undefined ? [] : [transferWrite(step.value, about, recording)]);
};
