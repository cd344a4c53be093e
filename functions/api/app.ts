import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { TransientFailure } from '../../domain/shared/failures.ts';
import type { Answer } from './answer.ts';
import { parametersOf } from './gateway-event.ts';
import type { ApiEnvironment } from './lambda-handler.ts';
import { originOf } from './origin-of.ts';
import { type Problem, problemDocument, problemOf } from './problem.ts';
import type { ArrivedRequest, Route } from './route.ts';
import type { ApiServices } from './services.ts';
import { statusOf } from './status-of.ts';

/** A page that anybody may read: no token, no services. */
export type OpenPage = { readonly path: string; readonly contentType: string; readonly text: () => string };

/** The HTTP API as one app. */
export const createApp = (
  routes: readonly Route[],
  pages: readonly OpenPage[],
  services: ApiServices,
): Hono<ApiEnvironment> => {
  const app = new Hono<ApiEnvironment>();
  for (const { path, contentType, text } of pages)
    app.get(path, (context) => respond(requestIdOf(context), { status: 200, text: text(), contentType }));
  for (const route of routes)
    app.on(route.operation.method, route.operation.path.replace(/\{(\w+)\}/g, ':$1'), (context) =>
      answerTo(route, context, services),
    );
  app.notFound((context) =>
    refuse(requestIdOf(context), problemOf({ code: 'RouteNotFound', detail: 'There is nothing at this address.' })),
  );
  app.onError((error, context) => {
    const requestId = requestIdOf(context);
    services.onFailure(error, requestId);
    return refuse(requestId, problemOf(error instanceof TransientFailure ? busy : unexpected));
  });
  return app;
};

const busy = {
  code: 'TryAgain',
  detail: 'The ledger is busy. Send the same request again, with the same Idempotency-Key.',
} as const;

const unexpected = {
  code: 'InternalError',
  detail: 'Something went wrong here. The request id helps to find out.',
} as const;

const answerTo = async (
  { operation, answer }: Route,
  context: Context<ApiEnvironment>,
  services: ApiServices,
): Promise<Response> => {
  const { arrived: event } = context.env.event;
  const requestId = requestIdOf(context);
  const origin = operation.scope === undefined ? nobody : originOf(event, operation.scope);
  if (!origin.ok) return refuse(requestId, origin.rejection);
  const request: ArrivedRequest = {
    origin: origin.value,
    id: context.req.param('id') ?? '',
    accountId: context.req.param('accountId') ?? '',
    body: { text: event.body, isBase64: event.isBase64Encoded === true },
    parameters: parametersOf(event),
    idempotencyKey: event.headers?.['idempotency-key'],
  };
  return responseOf(requestId, await answer(request, services));
};

const nobody = { ok: true, value: { ledger: '', actor: '' } } as const;

const responseOf = (requestId: string, answer: Answer): Response => {
  if ('problem' in answer) return refuse(requestId, answer.problem);
  const { status, body, headers = {} } = answer;
  return respond(requestId, { status, text: JSON.stringify(body), contentType: 'application/json', headers });
};

const refuse = (requestId: string, problem: Problem): Response => {
  const status = statusOf[problem.code];
  return respond(requestId, {
    status,
    text: JSON.stringify(problemDocument(problem, requestId)),
    contentType: 'application/problem+json',
    headers: status === 503 ? { 'Retry-After': '1' } : {},
  });
};

const respond = (
  requestId: string,
  {
    status,
    text,
    contentType,
    headers = {},
  }: {
    readonly status: number;
    readonly text: string;
    readonly contentType: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Response =>
  new Response(text, { status, headers: { 'Content-Type': contentType, 'X-Request-Id': requestId, ...headers } });

const requestIdOf = (context: Context<ApiEnvironment>): string =>
  context.env.event.arrived.requestContext.requestId ?? randomUUID();
