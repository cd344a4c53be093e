import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { DeclaredMachine } from '../declared-stack.ts';
import { readBody } from '../http-api/read-body.ts';
import type { Invoker } from '../invoker.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log.ts';
import { executionFiles } from './execution-files.ts';
import { openExecutions } from './executions.ts';
import { interpreterTimeout } from './interpreter-timeout.ts';
import { readMachine } from './machine.ts';
import { type Operation, operations } from './operations.ts';
import { ServiceError } from './service-error.ts';

export type StepFunctions = {
  /** What `AWS_ENDPOINT_URL_SFN` is set to. */
  readonly url: string;
  /**
   * Runs again, from its input, each execution that was running when the stack ended. Call it once functions can be
   * invoked.
   */
  readonly resume: () => Promise<void>;
  /** Leaves running executions as they are on disk, so that the next start resumes them. */
  readonly stop: () => Promise<void>;
};

export type StepFunctionsOptions = {
  readonly machines: readonly DeclaredMachine[];
  readonly invoker: Invoker;
  /** Takes one folder per machine: `<dataFolder>/executions`. */
  readonly folder: string;
  /** 0, the default, is any free one. */
  readonly port?: number;
  readonly log: Log;
};

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

const target = /^AWSStepFunctions\.(\w+)$/;

/**
 * Step Functions for the unmodified SDK: standard workflows that invoke functions and wait for task tokens. Rejects
 * where a definition is not valid or asks for what is not supported here, as JSONata.
 */
export const startStepFunctions = async (options: StepFunctionsOptions): Promise<StepFunctions> => {
  const { invoker, folder, log, port } = options;
  const machines = options.machines.map(readMachine);
  const timeoutError = await interpreterTimeout();
  const executions = await openExecutions({ files: executionFiles(folder, log), invoker, timeoutError, log });
  const served = operations(executions, machines);
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, served, log);
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  const listening = await listen(server, { port });
  return {
    url: listening.url,
    resume: () => executions.resume(machines),
    stop: async () => {
      await listening.stop();
      await executions.suspend();
    },
  };
};

const answer = async (
  request: IncomingMessage,
  served: Readonly<Record<string, Operation>>,
  log: Log,
): Promise<Answer> => {
  const name = target.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  try {
    const body = await readBody(request);
    const operation = Object.hasOwn(served, name) ? served[name] : undefined;
    if (operation === undefined || body === 'tooLarge') {
      return refusal(new ServiceError('UnknownOperationException', `${name} is not served by the local stack.`));
    }
    return { status: 200, body: await operation(parsed(body)) };
  } catch (error) {
    if (error instanceof ServiceError) {
      return refusal(error);
    }
    log(`Step Functions, ${name}: ${error}`);
    return { status: 500, body: { __type: 'InternalFailure', message: String(error) } };
  }
};

const parsed = (body: Buffer | undefined): unknown => {
  try {
    return JSON.parse(body?.toString('utf8') ?? '{}');
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON.');
  }
};

const refusal = ({ code, message }: ServiceError): Answer => ({ status: 400, body: { __type: code, message } });
