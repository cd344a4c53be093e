import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { InvocationOutcome, Invoker } from '../../../../infra/local/invoker.ts';
import { type StepFunctions, startStepFunctions } from '../../../../infra/local/step-functions/start-step-functions.ts';

export const machineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:payout';
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:saga';

type State = Readonly<Record<string, unknown>>;
export type Definition = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

/** A task that invokes `saga` with its own name as the step, and with a token where it waits for one. */
export const step = (name: string, more: State = {}, wait = false): State => ({
  Type: 'Task',
  Resource: `arn:aws:states:::lambda:invoke${wait ? '.waitForTaskToken' : ''}`,
  Parameters: {
    FunctionName: functionArn,
    Payload: { step: name, 'input.$': '$', ...(wait ? { 'token.$': '$$.Task.Token' } : {}) },
  },
  ...more,
});

/** Three tasks, one after another. */
export const threeTasks: Definition = {
  StartAt: 'Screen',
  States: {
    Screen: step('Screen', { ResultPath: '$.screened', ResultSelector: { 'did.$': '$.Payload.did' }, Next: 'Hold' }),
    Hold: step('Hold', { ResultPath: null, Next: 'Capture' }),
    Capture: step('Capture', { ResultPath: null, End: true }),
  },
};
/** A task that waits for its token, with `Undo` after it where the task has a catch. */
export const waiting = (more: Readonly<Record<string, unknown>> = {}): Definition => ({
  StartAt: 'Submit',
  States: {
    Submit: step('Submit', { End: true, ...more }, true),
    ...('Catch' in more ? { Undo: step('Undo', { End: true }) } : {}),
  },
});

export type Call = { readonly step: string; readonly input: unknown; readonly token?: string };

export type Saga = {
  readonly invoker: Invoker;
  readonly calls: Call[];
  answer: (call: Call) => InvocationOutcome | Promise<InvocationOutcome>;
};

export const saga = (): Saga => {
  const calls: Call[] = [];
  const self: Saga = {
    calls,
    answer: (call) => ({ ok: true, payload: { did: call.step } }),
    invoker: {
      invoke: async (name, payload) => {
        if (name !== 'saga') {
          throw new Error(`There is no function ${name}.`);
        }
        const call = payload as Call;
        calls.push(call);
        return self.answer(call);
      },
    },
  };
  return self;
};

export const failure = (errorType: string, errorMessage = 'no'): InvocationOutcome => ({
  ok: false,
  errorType,
  errorMessage,
  trace: [],
});

export type Stack = {
  readonly sfn: SFNClient;
  readonly service: StepFunctions;
  readonly start: (name: string, input?: unknown) => Promise<string>;
  readonly describe: (executionArn: string) => Promise<DescribeExecutionOutput>;
  readonly end: (executionArn: string) => Promise<DescribeExecutionOutput>;
  readonly history: (executionArn: string) => Promise<readonly HistoryEvent[]>;
  readonly logged: readonly string[];
  readonly stop: () => Promise<void>;
};

export const startStack = async (definition: Definition, invoker: Invoker, folder: string): Promise<Stack> => {
  const logged: string[] = [];
  const service = await startStepFunctions({
    machines: [{ name: 'payout', arn: machineArn, definition: JSON.stringify(definition) }],
    invoker,
    folder,
    log: (line) => void logged.push(line),
  });
  const sfn = new SFNClient({
    endpoint: service.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const describe = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
  return {
    sfn,
    service,
    logged,
    describe,
    start: async (name, input = {}) => {
      const command = new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) });
      return (await sfn.send(command)).executionArn ?? '';
    },
    end: async (executionArn) => {
      for (let attempt = 0; attempt < 500; attempt += 1) {
        const execution = await describe(executionArn);
        if (execution.status !== 'RUNNING') {
          return execution;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('The execution did not end.');
    },
    history: async (executionArn) =>
      (await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [],
    stop: async () => {
      sfn.destroy();
      await service.stop();
    },
  };
};

export const until = async (holds: () => boolean): Promise<void> => {
  for (let attempt = 0; !holds(); attempt += 1) {
    if (attempt > 500) {
      throw new Error('It did not happen.');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'quipu-executions-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};
