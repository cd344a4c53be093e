import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeclaredApi } from '../../../../infra/local/declared-stack.ts';
import { type HttpApi, startHttpApi } from '../../../../infra/local/http-api/start-http-api.ts';
import type { InvocationOutcome } from '../../../../infra/local/invoker.ts';
import { type Issuer, openIssuer } from '../../../../infra/local/issuer/open-issuer.ts';

export const issuerUrl = 'https://issuer.quipu.local';

export const declared: DeclaredApi = {
  authorizer: { issuer: issuerUrl, audience: ['quipu'] },
  routes: [
    { method: 'GET', path: '/v1/health', functionName: 'api', scopes: undefined },
    { method: 'POST', path: '/v1/open', functionName: 'api', scopes: undefined },
    { method: 'GET', path: '/v1/accounts', functionName: 'api', scopes: ['accounts:read'] },
    { method: 'GET', path: '/v1/accounts/{id}', functionName: 'api', scopes: ['accounts:read'] },
    { method: 'GET', path: '/v1/accounts/{id}/balance', functionName: 'api', scopes: ['accounts:read'] },
    { method: 'GET', path: '/v1/accounts/special', functionName: 'special', scopes: ['accounts:read'] },
    { method: 'POST', path: '/v1/accounts', functionName: 'api', scopes: ['accounts:write'] },
    { method: 'GET', path: '/v1/signed', functionName: 'api', scopes: [] },
  ],
};

export type Event = {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly routeKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: Readonly<Record<string, unknown>> & {
    readonly http: Readonly<Record<string, string>>;
    readonly authorizer?: {
      readonly jwt: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] };
    };
  };
};

export type Gateway = HttpApi & {
  readonly issuer: Issuer;
  readonly events: readonly { readonly name: string; readonly event: Event }[];
  answer: (event: Event) => Promise<InvocationOutcome> | InvocationOutcome;
  readonly token: (more?: {
    readonly scopes?: readonly string[];
    readonly expiresInSeconds?: number;
  }) => Promise<string>;
  readonly get: (path: string, token?: string) => Promise<Response>;
  readonly end: () => Promise<void>;
};

export const startGateway = async (api: DeclaredApi = declared): Promise<Gateway> => {
  const folder = await mkdtemp(join(tmpdir(), 'quipu-issuer-'));
  const issuer = await openIssuer({ folder, url: issuerUrl, audience: api.authorizer.audience });
  const events: { name: string; event: Event }[] = [];
  const http = await startHttpApi({
    ...{ api, issuer, port: 0, host: '127.0.0.1', log: () => undefined },
    invoker: {
      invoke: async (name, payload) => {
        const event = payload as Event;
        events.push({ name, event });
        return gateway.answer(event);
      },
    },
  });
  const gateway: Gateway = {
    ...http,
    issuer,
    events,
    answer: () => ({ ok: true, payload: { statusCode: 200, body: '{}' } }),
    token: ({ scopes = ['accounts:read'], expiresInSeconds = 60 } = {}) =>
      issuer.mintToken({ subject: 'ada', ledger: 'main', scopes, expiresInSeconds }),
    get: (path, token) =>
      fetch(`${http.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    end: async () => {
      await http.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return gateway;
};
