import type { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import type { GatewayEvent } from './gateway-event.ts';

/** What the app finds in its environment: the event as it arrived. */
export type ApiEnvironment = { readonly Bindings: { readonly event: { readonly arrived: GatewayEvent } } };

/** An answer as API Gateway takes it. */
export type GatewayAnswer = {
  readonly statusCode: number;
  readonly body: string;
  readonly headers?: unknown;
};

/**
 * The app as a Lambda function. It is routed by method and path; everything else is read from the event as it arrived,
 * so hono makes no Request of headers and a body that would only be taken apart again. What the gateway has no route
 * for is routed to an address that nobody answers: a route exists where it is declared, and nowhere else.
 */
export const lambdaHandler = (app: Hono<ApiEnvironment>): ((event: GatewayEvent) => Promise<GatewayAnswer>) => {
  const answer = handle(app);
  return (arrived) => {
    const { requestContext } = arrived;
    // The gateway decodes the path, and a fact id has a `#` in it, where an address would end.
    const path = arrived.rawPath.replace(/[#?]/g, encodeURIComponent);
    const rawPath = arrived.routeKey === '$default' ? undeclared : path;
    const routed = {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString: '',
      headers: {},
      body: null,
      isBase64Encoded: false,
      requestContext: { domainName: 'quipu', http: { method: requestContext.http.method } },
      arrived,
    };
    return answer(routed as unknown as Parameters<typeof answer>[0]);
  };
};

const undeclared = '/';
