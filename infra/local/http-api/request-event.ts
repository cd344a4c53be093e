import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from './authorizer.ts';
import type { RouteMatch } from './routes.ts';

export type RequestParts = {
  readonly request: IncomingMessage;
  readonly match: RouteMatch;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer | undefined;
  readonly caller: Caller | undefined;
};

const accountId = '000000000000';
const apiId = 'local';
const textTypes = /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml)))/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type RequestEvent = Readonly<Record<string, unknown>> & {
  readonly requestContext: Readonly<Record<string, unknown>> & { readonly requestId: string };
};

/** The event of payload format 2.0. As on AWS, `rawPath` is decoded while `rawQueryString` is not. */
export const requestEvent = ({ request, match, path, query, body, caller }: RequestParts): RequestEvent => {
  const { cookie, ...headers } = joined(request);
  const now = Date.now();
  const isText = body === undefined || isTextType(headers['content-type']);
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query === '' ? {} : { queryStringParameters: queryParameters(query) }),
    requestContext: {
      accountId,
      apiId,
      ...(caller === undefined ? {} : { authorizer: { jwt: { claims: caller.claims, scopes: caller.scopes } } }),
      domainName: headers['host'] ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method ?? '',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.routeKey,
      stage: '$default',
      time: clock(now),
      timeEpoch: now,
    },
    ...(match.pathParameters === undefined ? {} : { pathParameters: match.pathParameters }),
    ...(body === undefined ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
};

const isTextType = (contentType: string | undefined): boolean =>
  contentType === undefined || textTypes.test(contentType);

const joined = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers[name] = typeof value === 'string' ? value : value.join(',');
    }
  }
  return headers;
};

const queryParameters = (query: string): Readonly<Record<string, string>> => {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
};

let clockSecond = 0;
let clockText = '';

/**
 * As in an access log: `24/Nov/2026:07:32:07 +0000`. Formatted once a second, since this is on the path of every
 * request.
 */
const clock = (milliseconds: number): string => {
  const second = Math.floor(milliseconds / 1000);
  if (second !== clockSecond) {
    const [date = '', time = ''] = new Date(milliseconds).toISOString().slice(0, 19).split('T');
    const [year, month, day] = date.split('-');
    clockSecond = second;
    clockText = `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
  }
  return clockText;
};
