import * as z from 'zod';
import { type Execution, executionStatuses, type HistoryEvent, payloadBytesMaximum } from './execution.ts';
import type { Executions } from './executions.ts';
import type { Machine } from './machine.ts';
import { pageOf } from './page.ts';
import { ServiceError } from './service-error.ts';

export type Operation = (input: unknown) => Promise<Readonly<Record<string, unknown>>>;

const paging = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() };
const failure = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
const startInput = z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().optional() });
const executionInput = z.object({ executionArn: z.string() });
const historyInput = z.object({ executionArn: z.string(), reverseOrder: z.boolean().optional(), ...paging });
const stopInput = z.object({ executionArn: z.string(), ...failure });
const listInput = z.object({
  stateMachineArn: z.string(),
  statusFilter: z.enum([...executionStatuses, 'PENDING_REDRIVE']).optional(),
  ...paging,
});
const successInput = z.object({ taskToken: z.string(), output: z.string() });
const failureInput = z.object({ taskToken: z.string(), ...failure });
const heartbeatInput = z.object({ taskToken: z.string() });
const machineInput = z.object({ stateMachineArn: z.string() });

const namePattern = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** The operations of Step Functions that are served, by name. */
export const operations = (
  executions: Executions,
  machines: readonly Machine[],
): Readonly<Record<string, Operation>> => ({
  StartExecution: async (input) => start(executions, machines, parse(startInput, input)),
  DescribeExecution: async (input) => described(executions.find(parse(executionInput, input).executionArn)),
  GetExecutionHistory: async (input) => {
    const { executionArn, reverseOrder, ...page } = parse(historyInput, input);
    const events = (await executions.historyOf(executionArn)).map(onTheWire);
    const { found, ...next } = pageOf(reverseOrder === true ? events.reverse() : events, page);
    return { events: found, ...next };
  },
  StopExecution: async (input) => {
    const { executionArn, error = '', cause = '' } = parse(stopInput, input);
    const stopped = await executions.stop(executionArn, { error, cause });
    return { stopDate: seconds(stopped.stoppedAt ?? Date.now()) };
  },
  ListExecutions: async (input) => {
    const { stateMachineArn, statusFilter, ...page } = parse(listInput, input);
    const machine = machineOf(machines, stateMachineArn);
    const all = executions.ofMachine(machine.arn);
    const chosen = all.filter((execution) => statusFilter === undefined || execution.status === statusFilter);
    const { found, ...next } = pageOf(chosen, page);
    return { executions: found.map(listed), ...next };
  },
  SendTaskSuccess: async (input) => {
    const { taskToken, output } = parse(successInput, input);
    executions.tokens.signal(taskToken, { kind: 'success', output: json(output, 'InvalidOutput') });
    return {};
  },
  SendTaskFailure: async (input) => {
    const { taskToken, error = 'States.TaskFailed', cause = '' } = parse(failureInput, input);
    executions.tokens.signal(taskToken, { kind: 'failure', error, cause });
    return {};
  },
  SendTaskHeartbeat: async (input) => {
    executions.tokens.signal(parse(heartbeatInput, input).taskToken, { kind: 'heartbeat' });
    return {};
  },
  ListStateMachines: async () => ({
    stateMachines: machines.map(({ arn, name }) => ({ stateMachineArn: arn, name, type: 'STANDARD', creationDate: 0 })),
  }),
  DescribeStateMachine: async (input) => {
    const { arn, name, declared } = machineOf(machines, parse(machineInput, input).stateMachineArn);
    return {
      ...{ stateMachineArn: arn, name, type: 'STANDARD', status: 'ACTIVE', creationDate: 0 },
      definition: declared.definition,
      roleArn: '',
    };
  },
});

const parse = <Parsed>(schema: z.ZodType<Parsed>, input: unknown): Parsed => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new ServiceError('ValidationException', z.prettifyError(parsed.error));
  }
  return parsed.data;
};

const start = async (executions: Executions, machines: readonly Machine[], request: z.infer<typeof startInput>) => {
  const { stateMachineArn, name, input = '{}' } = request;
  if (name !== undefined && !namePattern.test(name)) {
    throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  }
  json(input, 'InvalidExecutionInput');
  const execution = await executions.start({ machine: machineOf(machines, stateMachineArn), name, input });
  return { executionArn: execution.executionArn, startDate: seconds(execution.startedAt) };
};

const machineOf = (machines: readonly Machine[], stateMachineArn: string): Machine => {
  const machine = machines.find(({ arn }) => arn === stateMachineArn);
  if (machine === undefined) {
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }
  return machine;
};

const json = (text: string, code: string): unknown => {
  if (Buffer.byteLength(text) > payloadBytesMaximum) {
    throw new ServiceError('ValidationException', `The payload has more than ${payloadBytesMaximum} bytes.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError(code, `Invalid JSON: ${cause}`);
  }
};

const described = (execution: Execution): Readonly<Record<string, unknown>> => ({
  ...listed(execution),
  input: execution.input,
  inputDetails: { included: true },
  ...(execution.output === undefined ? {} : { output: execution.output, outputDetails: { included: true } }),
  ...(execution.error === undefined ? {} : { error: execution.error }),
  ...(execution.cause === undefined ? {} : { cause: execution.cause }),
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason: 'The local stack runs again what was running when it ended, and nothing else.',
});

const listed = (execution: Execution): Readonly<Record<string, unknown>> => ({
  executionArn: execution.executionArn,
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  ...(execution.stoppedAt === undefined ? {} : { stopDate: seconds(execution.stoppedAt) }),
  redriveCount: execution.redriveCount,
  ...(execution.redrivenAt === undefined ? {} : { redriveDate: seconds(execution.redrivenAt) }),
});

const onTheWire = (event: HistoryEvent): Readonly<Record<string, unknown>> => ({
  ...event,
  timestamp: seconds(event.timestamp),
});

const seconds = (milliseconds: number): number => milliseconds / 1000;
