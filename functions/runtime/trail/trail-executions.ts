import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { TransientFailure } from '../../../domain/shared/failures.ts';

/** The executions that make trails, each named after its trail. Fail with TransientFailure. */
export type TrailExecutions = {
  /** Starts the making of a trail; starting it again changes nothing. */
  readonly start: (trailId: string) => Promise<void>;
  /** Whether it was started and does not run any more. */
  readonly hasEnded: (trailId: string) => Promise<boolean>;
};

export const trailExecutions = ({
  sfn,
  machineArn,
}: {
  readonly sfn: SFNClient;
  readonly machineArn: string;
}): TrailExecutions => ({
  start: async (trailId) => {
    const input = JSON.stringify({ trailId });
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn, name: trailId, input }));
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ExecutionAlreadyExists') return;
      throw new TransientFailure(`The making of ${trailId} was not started`, { cause });
    }
  },
  hasEnded: async (trailId) => {
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${trailId}`;
    try {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ExecutionDoesNotExist') return false;
      throw new TransientFailure(`Nothing is known of the making of ${trailId}`, { cause });
    }
  },
});
