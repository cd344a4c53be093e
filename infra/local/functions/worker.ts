import type { Context } from 'aws-lambda';
import { isObject } from '../is-object.ts';
import { installEgressGuard } from './install-egress-guard.ts';
import type { ReportedError, WorkerOrder, WorkerReport } from './worker-messages.ts';

// The program of a function's process: what Lambda's runtime is to a function. It has no part in the function's
// environment and says nothing on its output.

type Handler = (event: unknown, context: Context) => unknown;
type Load = Extract<WorkerOrder, { readonly kind: 'load' }>;
type Invoke = Extract<WorkerOrder, { readonly kind: 'invoke' }>;

/** Lambda's limit for the payload of an answer. */
const answerBytesMaximum = 6 * 1024 * 1024;

const report = (message: WorkerReport): void => {
  process.send?.(message);
};

let handler: Handler | undefined;

const load = async ({ moduleUrl, exportName, grants }: Load): Promise<void> => {
  installEgressGuard(grants, ({ action, resource }) => {
    process.stderr.write(`DENIED ${grants.functionName} ${action} ${resource}\n`);
    report({ kind: 'denied', action, resource });
  });
  try {
    const loaded: unknown = await import(moduleUrl);
    const found = isObject(loaded) ? loaded[exportName] : undefined;
    if (!isHandler(found)) throw new HandlerNotFound(`${exportName} is undefined or not exported`);
    handler = found;
    report({ kind: 'loaded' });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.send?.({ kind: 'loadFailed', error: reportedError(error) } satisfies WorkerReport, () => process.exit(1));
  }
};

class HandlerNotFound extends Error {
  override readonly name = 'Runtime.HandlerNotFound';
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const invoke = async ({ id, event, deadline }: Invoke): Promise<void> => {
  try {
    const answer = JSON.stringify((await handler?.(JSON.parse(event), contextOf(deadline))) ?? null);
    if (Buffer.byteLength(answer) > answerBytesMaximum)
      throw new ResponseSizeTooLarge('Response payload size exceeded 6 MiB');
    report({ kind: 'answered', id, payload: answer });
  } catch (error) {
    report({ kind: 'failed', id, error: reportedError(error) });
  }
};

class ResponseSizeTooLarge extends Error {
  override readonly name = 'Function.ResponseSizeTooLarge';
}

const contextOf = (deadline: number): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '',
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn,
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '',
  awsRequestId: crypto.randomUUID(),
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'] ?? '',
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  done: notSupported,
  fail: notSupported,
  succeed: notSupported,
});

let functionArn = '';

const notSupported = (): never => {
  throw new Error('A handler answers with a promise, as nodejs24.x requires');
};

const reportedError = (error: unknown): ReportedError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

process.on('message', (order: WorkerOrder) => {
  if (order.kind === 'invoke') invoke(order);
  else {
    functionArn = order.functionArn;
    load(order);
  }
});

// The operating system closes the channel with the stack's process, however that ended.
process.on('disconnect', () => process.exit(0));
