import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { readBody } from '../http-api/read-body.ts';
import type { InvocationOutcome, Invoker } from '../invoker.ts';
import { listen } from '../listen.ts';

export type LambdaApi = { readonly url: string; readonly stop: () => Promise<void> };

export type LambdaApiOptions = {
  readonly invoker: Invoker;
  /** 0, the default, is any free one. */
  readonly port?: number;
};

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

const invocationPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations(?:\?.*)?$/;

/** Lambda's Invoke, for interpreters of state machines that are not ours and for tests. */
export const startLambdaApi = async ({ invoker, port }: LambdaApiOptions): Promise<LambdaApi> => {
  const server = createServer(async (request, response) => {
    const answer = await invoke(request, invoker).catch((error) => refusal(500, 'ServiceException', String(error)));
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      ...answer.headers,
    });
    response.end(answer.body);
  });
  return listen(server, { port });
};

const invoke = async (request: IncomingMessage, invoker: Invoker): Promise<Answer> => {
  const named = invocationPath.exec(request.url ?? '')?.[1];
  if (request.method !== 'POST' || named === undefined) {
    return refusal(404, 'ResourceNotFoundException', `There is no ${request.method} ${request.url} here.`);
  }
  const body = await readBody(request);
  if (body === 'tooLarge') {
    return refusal(413, 'RequestTooLargeException', 'The payload is too large.');
  }
  const payload = parsed(body);
  if (payload === undefined) {
    return refusal(400, 'InvalidRequestContentException', 'Could not parse request body into json.');
  }
  const functionName = functionNameOf(decodeURIComponent(named));
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    void invoker.invoke(functionName, payload.value).catch(() => undefined);
    return { status: 202, headers: {}, body: '' };
  }
  return answerOf(await invoker.invoke(functionName, payload.value));
};

const parsed = (body: Buffer | undefined): { readonly value: unknown } | undefined => {
  try {
    return { value: body === undefined ? {} : JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
};

/** Of a name, or of an ARN with or without a qualifier. */
const functionNameOf = (named: string): string => /:function:([^:]+)/.exec(named)?.[1] ?? named.split(':')[0] ?? named;

const answerOf = (outcome: InvocationOutcome): Answer => {
  if (outcome.ok) {
    return {
      status: 200,
      headers: { 'x-amz-executed-version': '$LATEST' },
      body: JSON.stringify(outcome.payload ?? null),
    };
  }
  const { errorType, errorMessage, trace } = outcome;
  if (errorType === 'ResourceNotFoundException') {
    return refusal(404, errorType, errorMessage);
  }
  return {
    status: 200,
    headers: { 'x-amz-function-error': 'Unhandled', 'x-amz-executed-version': '$LATEST' },
    body: JSON.stringify({ errorType, errorMessage, trace }),
  };
};

const refusal = (status: number, type: string, message: string): Answer => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ Type: 'User', Message: message, message }),
});
