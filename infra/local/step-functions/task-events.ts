import type { NewEvent } from './execution.ts';
import type { TaskState } from './machine.ts';

/** What the history says of one attempt at a task. */
export type TaskEvents = {
  readonly scheduled: (input: unknown) => NewEvent;
  readonly started: () => NewEvent;
  readonly submitted: (output: unknown) => NewEvent;
  readonly succeeded: (output: unknown) => NewEvent;
  readonly failed: (error: unknown) => NewEvent;
};

const untruncated = { truncated: false };
const integrationPrefix = /^arn:[^:]+:states:::lambda:/;

export const taskEvents = (task: TaskState): TaskEvents =>
  integrationPrefix.test(task.resource) ? integrationEvents(task) : functionEvents(task);

const integrationEvents = (task: TaskState): TaskEvents => {
  const what = { resourceType: 'lambda', resource: task.resource.replace(integrationPrefix, '') };
  return {
    scheduled: (input) => ({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        ...what,
        region: 'local',
        parameters: text(input),
        ...(task.timeoutSeconds === undefined ? {} : { timeoutInSeconds: task.timeoutSeconds }),
        ...(task.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: task.heartbeatSeconds }),
      },
    }),
    started: () => ({ type: 'TaskStarted', taskStartedEventDetails: what }),
    submitted: (output) => ({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: { ...what, output: text(output), outputDetails: untruncated },
    }),
    succeeded: (output) => ({
      type: 'TaskSucceeded',
      taskSucceededEventDetails: { ...what, output: text(output), outputDetails: untruncated },
    }),
    failed: (error) =>
      isTimeout(error)
        ? { type: 'TaskTimedOut', taskTimedOutEventDetails: { ...what, ...failureOf(error) } }
        : { type: 'TaskFailed', taskFailedEventDetails: { ...what, ...failureOf(error) } },
  };
};

const functionEvents = (task: TaskState): TaskEvents => ({
  scheduled: (input) => ({
    type: 'LambdaFunctionScheduled',
    lambdaFunctionScheduledEventDetails: {
      resource: task.resource,
      input: text(input),
      inputDetails: untruncated,
      ...(task.timeoutSeconds === undefined ? {} : { timeoutInSeconds: task.timeoutSeconds }),
    },
  }),
  started: () => ({ type: 'LambdaFunctionStarted' }),
  submitted: () => ({ type: 'LambdaFunctionStarted' }),
  succeeded: (output) => ({
    type: 'LambdaFunctionSucceeded',
    lambdaFunctionSucceededEventDetails: { output: text(output), outputDetails: untruncated },
  }),
  failed: (error) =>
    isTimeout(error)
      ? { type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: failureOf(error) }
      : { type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failureOf(error) },
});

const text = (value: unknown): string => JSON.stringify(value ?? null);

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'States.Timeout' || error.name === 'States.HeartbeatTimeout');

const failureOf = (error: unknown): { readonly error: string; readonly cause: string } =>
  error instanceof Error
    ? { error: error.name, cause: error.message === error.name ? '' : error.message }
    : { error: 'States.Runtime', cause: String(error) };
