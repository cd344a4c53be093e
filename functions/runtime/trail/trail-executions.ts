import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { TransientFailure } from '../../../domain/shared/failures.ts';

/** The executions that make trails, each named after its trail. Fail with TransientFailure. */
export type TrailExecutions = {
  /** Starts the making of a trail; starting it again changes nothing. */
  readonly start: (trailId: string) => Promise<void>;
  /** `absent` where it was not started, or ended so long ago (90 days) that nothing is known of it any more. */
  readonly stateOf: (trailId: string) => Promise<'running' | 'ended' | 'absent'>;
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
  stateOf: async (trailId) => {
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${trailId}`;
    try {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ExecutionDoesNotExist') return 'absent';
      throw new TransientFailure(`Nothing is known of the making of ${trailId}`, { cause });
    }
  },
});
