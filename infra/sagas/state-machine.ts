/** The part of the Amazon States Language that sagas need, in JSONPath. */
export type StateMachine = {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONPath';
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
};

export type State = TaskState | ChoiceState | SucceedState | FailState;

export type TaskState = {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Parameters: {
    readonly FunctionName: string;
    readonly Payload: Readonly<Record<string, string>>;
  };
  readonly ResultSelector: Readonly<Record<string, string>>;
  readonly ResultPath: string;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
  readonly Next: string;
};

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL';
};

export type Catcher = { readonly ErrorEquals: readonly string[]; readonly ResultPath: null; readonly Next: string };

export type ChoiceState = {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Variable: string; readonly StringEquals: string; readonly Next: string }[];
  readonly Default: string;
};

export type SucceedState = { readonly Type: 'Succeed' };

export type FailState = { readonly Type: 'Fail'; readonly Error: string; readonly Cause: string };
