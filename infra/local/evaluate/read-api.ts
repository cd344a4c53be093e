import * as z from 'zod';
import type { DeclaredApi } from '../declared-stack.ts';
import { functionNameIn } from './read-functions.ts';
import type { ReadResource, ResourceReader } from './resource-reader.ts';

type Integration = z.infer<typeof integrationShape>;
type Route = z.infer<typeof routeShape>;

/** The HTTP API with its routes. The one that takes what no other does has the method `ANY` and the path `$default`. */
export const readApi = (reader: ResourceReader): DeclaredApi => {
  const apis = reader.all('aws:apigatewayv2/api:Api', z.object({ protocolType: z.literal('HTTP') }));
  const authorizers = reader.all('aws:apigatewayv2/authorizer:Authorizer', authorizerShape);
  const integrations = reader.all('aws:apigatewayv2/integration:Integration', integrationShape);
  const [authorizer] = authorizers;
  if (apis.length !== 1 || authorizers.length !== 1 || authorizer === undefined) {
    throw new Error('The local stack runs one HTTP API with one authorizer.');
  }
  const { issuer, audiences } = authorizer.state.jwtConfiguration;
  const routes = reader.all('aws:apigatewayv2/route:Route', routeShape);
  return {
    authorizer: { issuer, audience: audiences },
    routes: routes.map((route) => readRoute(route, integrations)),
  };
};

const readRoute = ({ name, state }: ReadResource<Route>, integrations: readonly ReadResource<Integration>[]) => {
  const integration = integrations.find(({ state: { id } }) => `integrations/${id}` === state.target)?.state;
  if (integration === undefined) throw new Error(`The route ${name} leads nowhere.`);
  const [method, path] = state.routeKey === '$default' ? ['ANY', '$default'] : state.routeKey.split(' ');
  if (method === undefined || path === undefined) throw new Error(`The route ${name} has no method and path.`);
  const open = state.authorizationType === 'NONE';
  return {
    method,
    path,
    functionName: functionNameIn(integration.integrationUri),
    scopes: open ? undefined : state.authorizationScopes,
  };
};

const authorizerShape = z.object({
  authorizerType: z.literal('JWT'),
  jwtConfiguration: z.object({ issuer: z.string(), audiences: z.array(z.string()) }),
});

const integrationShape = z.object({
  id: z.string(),
  integrationType: z.literal('AWS_PROXY'),
  payloadFormatVersion: z.literal('2.0'),
  integrationUri: z.string(),
});

const routeShape = z.strictObject({
  id: z.string(),
  apiId: z.string(),
  routeKey: z.string(),
  target: z.string(),
  authorizationType: z.enum(['JWT', 'NONE']),
  authorizerId: z.string().optional(),
  authorizationScopes: z.array(z.string()).min(1).optional(),
});
