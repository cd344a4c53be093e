import type { OutgoingHttpHeaders } from 'node:http';
import type { InvocationOutcome } from '../invoker.ts';

/** What goes back to the client. */
export type GatewayResponse = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
};

/** An answer of the gateway's own, in the shape that API Gateway gives it. */
export const gatewayMessage = (
  status: number,
  message: string,
  headers: OutgoingHttpHeaders = {},
): GatewayResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ message }),
});

/**
 * Reads what a function answered, as payload format 2.0 does: an object with a status code is the response, any other
 * value is the body of a 200. An error, and an answer that is none, become API Gateway's own 500.
 */
export const gatewayResponse = (outcome: InvocationOutcome): GatewayResponse => {
  if (!outcome.ok) {
    return internalServerError;
  }
  const { payload } = outcome;
  if (!isObject(payload) || !('statusCode' in payload)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload ?? null) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = payload;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599 || (body !== undefined && typeof body !== 'string')) {
    return internalServerError;
  }
  return {
    status,
    headers: headersOf(headers, cookies),
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
};

const internalServerError = gatewayMessage(500, 'Internal Server Error');

const headersOf = (headers: unknown, cookies: unknown): OutgoingHttpHeaders => {
  const named: OutgoingHttpHeaders = {};
  if (isObject(headers)) {
    for (const [name, value] of Object.entries(headers)) {
      named[name.toLowerCase()] = String(value);
    }
  }
  named['content-type'] ??= 'text/plain;charset=utf-8';
  if (Array.isArray(cookies) && cookies.length > 0) {
    named['set-cookie'] = cookies.map(String);
  }
  return named;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
