import type { GatewayEvent } from '../../../../functions/api/gateway-event.ts';

/** A request as a test says it. */
export type GatewayRequest = {
  /** Sent as JSON; `text` is sent as it is. */
  readonly body?: unknown;
  readonly text?: string;
  readonly base64?: boolean;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for no token. */
  readonly claims?: Readonly<Record<string, unknown>> | null;
  /** `$default` for what the gateway has no route for. */
  readonly routeKey?: string;
};

const scopes = [
  'accounts',
  'entries',
  'holds',
  'transfers',
  'settlements',
  'repairs',
  'approvals',
  'risk',
  'audit',
  'sealed',
  'subjects',
].flatMap((name) => [`${name}:read`, `${name}:write`]);

export const everyClaim = { sub: 'teller-1', ledger: 'main', scope: scopes.join(' ') };

/** The event that API Gateway would make of a request. */
export const gatewayEvent = (
  method: string,
  address: string,
  { body, text, base64 = false, key, headers = {}, claims = everyClaim, routeKey }: GatewayRequest = {},
): GatewayEvent => {
  const [rawPath = '', rawQueryString = ''] = address.split('?');
  const sent = text ?? (body === undefined ? null : JSON.stringify(body));
  const authorizer = claims === null ? {} : { authorizer: { jwt: { claims } } };
  return {
    routeKey: routeKey ?? `${method} ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: { host: 'ledger.test', ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    body: sent,
    isBase64Encoded: base64,
    requestContext: {
      requestId: 'request-1',
      http: { method },
      ...authorizer,
    },
  };
};
