import type { Saga, SagaStep } from '../../domain/transfers/saga.ts';
import type { ChoiceState, Retrier, StateMachine, TaskState } from './state-machine.ts';

export type RenderOptions = {
  /** The function that carries out the steps. */
  readonly functionArn: string;
  /** How long steps that wait for the outside wait, in seconds, where that is not what the saga says. */
  readonly waitSeconds?: Readonly<Record<string, number>>;
};

/**
 * The state machine of a saga, for a Standard workflow. Each step is a task and a choice by its answer. All that flows
 * through it is the ledger, the transfer's id and the newest answer: an error's text is dropped, so nothing can grow
 * beyond what Step Functions carries, which no Catch would catch. What a step recorded is in the transfer's own stream.
 */
export const renderStateMachine = <Name extends string>(saga: Saga<Name>, options: RenderOptions): StateMachine => ({
  Comment: saga.comment,
  QueryLanguage: 'JSONPath',
  StartAt: saga.first,
  States: {
    ...Object.fromEntries(
      saga.steps.flatMap((step) => [
        [step.name, taskOf(step, saga, options)],
        [choiceName(step.name), choiceOf(step)],
      ]),
    ),
    Ended: { Type: 'Succeed' },
    Unrepaired: { Type: 'Fail', Error: 'NeedsRepair', Cause: 'The saga cannot go on by itself; see what it recorded.' },
  },
});

const taskOf = <Name extends string>(
  step: SagaStep<Name>,
  { lastingErrors }: Saga<Name>,
  { functionArn, waitSeconds = {} }: RenderOptions,
): TaskState => {
  const isWait = step.kind === 'wait';
  return {
    Type: 'Task',
    Resource: isWait ? 'arn:aws:states:::lambda:invoke.waitForTaskToken' : 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: functionArn,
      Payload: {
        step: step.name,
        'ledger.$': '$.ledger',
        'transferId.$': '$.transferId',
        ...(isWait ? { 'token.$': '$$.Task.Token' } : {}),
      },
    },
    // Whoever has the token answers; a function answers in its payload.
    ResultSelector: { 'code.$': isWait ? '$.code' : '$.Payload.code' },
    ResultPath: '$.answer',
    TimeoutSeconds: isWait ? (waitSeconds[step.name] ?? step.timeoutSeconds) : step.timeoutSeconds,
    Retry: retriersOf(step, lastingErrors),
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: step.undoneBy }],
    Next: choiceName(step.name),
  };
};

// The first that matches decides: what lasts is not run again, and a wait that is over is over.
const retriersOf = ({ kind, retry }: SagaStep<string>, lastingErrors: readonly string[]): readonly Retrier[] => [
  {
    ErrorEquals: kind === 'wait' ? [...lastingErrors, 'States.Timeout', 'States.HeartbeatTimeout'] : lastingErrors,
    MaxAttempts: 0,
  },
  {
    ErrorEquals: ['States.ALL'],
    MaxAttempts: retry.attemptsMaximum,
    IntervalSeconds: retry.delayFirstSeconds,
    BackoffRate: 2,
    MaxDelaySeconds: retry.delayMaximumSeconds,
    JitterStrategy: 'FULL',
  },
];

const choiceOf = ({ answers, undoneBy }: SagaStep<string>): ChoiceState => ({
  Type: 'Choice',
  Choices: Object.entries(answers).map(([code, next]) => ({
    Variable: '$.answer.code',
    StringEquals: code,
    Next: next,
  })),
  // An answer that the saga does not know may have been any: it is undone like a failure.
  Default: undoneBy,
});

const choiceName = (step: string): string => `After${step}`;
