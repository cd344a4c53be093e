import type { StateMachine } from './state-machine.ts';

/** Nothing that another attempt would change. */
const lastingErrors = ['PermanentFailure', 'InvariantViolation'];

/**
 * The state machine that makes one trail: a task, again where it failed for a passing reason. All that flows through it
 * is the trail's id; what came of it is in the archive.
 */
export const trailMachine = ({
  functionArn,
  timeoutSeconds,
}: {
  readonly functionArn: string;
  readonly timeoutSeconds: number;
}): StateMachine => ({
  Comment: 'Makes an audit trail that was asked for.',
  QueryLanguage: 'JSONPath',
  StartAt: 'MakeTrail',
  States: {
    MakeTrail: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: functionArn, Payload: { 'trailId.$': '$.trailId' } },
      ResultSelector: { 'code.$': '$.Payload.code' },
      ResultPath: '$.answer',
      TimeoutSeconds: timeoutSeconds,
      Retry: [
        { ErrorEquals: lastingErrors, MaxAttempts: 0 },
        {
          ErrorEquals: ['States.ALL'],
          MaxAttempts: 5,
          IntervalSeconds: 10,
          BackoffRate: 2,
          MaxDelaySeconds: 120,
          JitterStrategy: 'FULL',
        },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'NotMade' }],
      Next: 'Ended',
    },
    Ended: { Type: 'Succeed' },
    NotMade: {
      Type: 'Fail',
      Error: 'TrailNotMade',
      Cause: 'The trail could not be made; see the log of its function.',
    },
  },
});
