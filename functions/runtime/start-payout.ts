import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { TransientFailure } from '../../domain/shared/failures.ts';

/** Starts the payout of a transfer; starting it again changes nothing. Fails with TransientFailure. */
export type StartPayout = (transfer: { readonly ledger: string; readonly transferId: string }) => Promise<void>;

/**
 * Starts an execution of the payout's state machine, named after the transfer, so that the same transfer is started
 * once. `name` is another one where the first execution ended and left the transfer standing.
 */
export const startPayout =
  ({ sfn, machineArn }: { readonly sfn: SFNClient; readonly machineArn: string }) =>
  async ({
    ledger,
    transferId,
    name = transferId,
  }: {
    readonly ledger: string;
    readonly transferId: string;
    readonly name?: string;
  }): Promise<void> => {
    const input = JSON.stringify({ ledger, transferId });
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input }));
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ExecutionAlreadyExists') return;
      throw new TransientFailure(`The payout of ${transferId} was not started`, { cause });
    }
  };
