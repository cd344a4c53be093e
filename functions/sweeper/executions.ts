import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { TransientFailure } from '../../domain/shared/failures.ts';
import { startPayout } from '../runtime/start-payout.ts';

/** The executions of the payout's state machine, by name. Fails with TransientFailure. */
export type Executions = {
  readonly stateOf: (name: string) => Promise<'running' | 'ended' | 'absent'>;
  /** Starting one that is there already changes nothing. */
  readonly start: (execution: {
    readonly ledger: string;
    readonly transferId: string;
    readonly name: string;
  }) => Promise<void>;
};

/** The executions in Step Functions. */
export const executionsOf = (machine: { readonly sfn: SFNClient; readonly machineArn: string }): Executions => ({
  stateOf: async (name) => {
    const executionArn = `${machine.machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const { status } = await machine.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ExecutionDoesNotExist') return 'absent';
      throw new TransientFailure(`Nothing is known of the execution ${name}`, { cause });
    }
  },
  start: startPayout(machine),
});
