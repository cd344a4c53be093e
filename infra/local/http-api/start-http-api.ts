import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DeclaredApi } from '../declared-stack.ts';
import type { InvocationOutcome, Invoker } from '../invoker.ts';
import type { Issuer } from '../issuer/open-issuer.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log.ts';
import { type Caller, jwtAuthorizer } from './authorizer.ts';
import { type GatewayResponse, gatewayMessage, gatewayResponse } from './gateway-response.ts';
import { readBody } from './read-body.ts';
import { requestEvent } from './request-event.ts';
import { router } from './routes.ts';

export type HttpApi = {
  readonly url: string;
  readonly port: number;
  /** Refuses new connections, and lets the requests in flight be answered. */
  readonly stop: () => Promise<void>;
};

export type HttpApiOptions = {
  readonly api: DeclaredApi;
  readonly invoker: Invoker;
  /**
   * Its documents are served beside the routes. Absent where the declared issuer is elsewhere: its keys are then
   * fetched.
   */
  readonly issuer?: Issuer;
  /** 0 is any free one. Rejects with `EADDRINUSE` where another program has it. */
  readonly port: number;
  readonly host: string;
  readonly log: Log;
};

const integrationMilliseconds = 30_000;
const notFound = gatewayMessage(404, 'Not Found');
const badRequest = gatewayMessage(400, 'Bad Request');
const tooLarge = gatewayMessage(413, 'Request Entity Too Large', { connection: 'close' });
const unavailable = gatewayMessage(503, 'Service Unavailable');

/**
 * The declared HTTP API (API Gateway, payload format 2.0) on this machine. What it answers by itself has API Gateway's
 * shape, `{"message":"Unauthorized"}` and the like, rather than that of a problem document: the answers of a JWT
 * authorizer cannot be changed on AWS, and a difference that shows only in the cloud would be worse. A route
 * `$default`, where one is declared, takes what no other route does.
 */
export const startHttpApi = async (options: HttpApiOptions): Promise<HttpApi> => {
  const answer = answerer(options);
  let isStopping = false;
  const server = createServer((request, response) => {
    answer(request)
      .catch((error) => {
        options.log(`${request.method} could not be answered: ${error}`);
        return gatewayMessage(500, 'Internal Server Error');
      })
      .then((answered) => write(response, answered, isStopping));
  });
  const listening = await listen(server, { port: options.port, host: options.host });
  return {
    ...listening,
    stop: () => {
      isStopping = true;
      return listening.stop();
    },
  };
};

const answerer = ({ api, invoker, issuer, log }: HttpApiOptions) => {
  const route = router(api.routes);
  const authorize = jwtAuthorizer(api.authorizer, issuer);
  const documents = new Map(Object.entries(issuer?.documents ?? {}));
  return async (request: IncomingMessage): Promise<GatewayResponse> => {
    const target = splitTarget(request.url ?? '');
    if (target === undefined) {
      return badRequest;
    }
    const document = request.method === 'GET' ? documents.get(target.path) : undefined;
    if (document !== undefined) {
      return { status: 200, headers: { 'content-type': 'application/json' }, body: document };
    }
    const match = route(request.method ?? '', target.path);
    if (match === undefined) {
      return notFound;
    }
    let caller: Caller | undefined;
    if (match.route.scopes !== undefined) {
      const access = await authorize(request.headers.authorization, match.route.scopes);
      if ('refusal' in access) {
        return refused(access.refusal.status, access.refusal.challenge);
      }
      caller = access.caller;
    }
    const body = await readBody(request);
    if (body === 'tooLarge') {
      return tooLarge;
    }
    const event = requestEvent({ request, match, ...target, body, caller });
    const response = await invoke(invoker, match.route.functionName, event, log);
    return { ...response, headers: { ...response.headers, 'apigw-requestid': event.requestContext.requestId } };
  };
};

const refused = (status: 401 | 403, challenge: string): GatewayResponse =>
  gatewayMessage(status, status === 401 ? 'Unauthorized' : 'Forbidden', { 'www-authenticate': challenge });

const splitTarget = (url: string): { readonly path: string; readonly query: string } | undefined => {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  try {
    return {
      path: path.includes('%') ? decodeURIComponent(path) : path,
      query: mark === -1 ? '' : url.slice(mark + 1),
    };
  } catch {
    return undefined;
  }
};

const invoke = async (invoker: Invoker, name: string, event: unknown, log: Log): Promise<GatewayResponse> => {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), integrationMilliseconds);
  let outcome: InvocationOutcome | 'late';
  try {
    outcome = await Promise.race([invoker.invoke(name, event), late.promise]);
  } catch (error) {
    log(`Function ${name} could not be invoked: ${error}`);
    return unavailable;
  } finally {
    clearTimeout(timer);
  }
  if (outcome === 'late') {
    return unavailable;
  }
  if (!outcome.ok) {
    log(`Function ${name} failed with ${outcome.errorType}: ${outcome.errorMessage}`);
  }
  return gatewayResponse(outcome);
};

const write = (response: ServerResponse, { status, headers, body }: GatewayResponse, isStopping: boolean): void => {
  if (response.destroyed) {
    return;
  }
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    ...(isStopping ? { connection: 'close' } : {}),
  });
  response.end(body);
};
