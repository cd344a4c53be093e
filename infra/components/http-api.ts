import * as aws from '@pulumi/aws';
import { ComponentResource, interpolate, type Output } from '@pulumi/pulumi';
import type { ApiRoute } from '../api-routes.ts';
import type { Configuration } from '../configuration.ts';
import type { LedgerFunction } from './ledger-function.ts';
import { physicalName } from './physical-name.ts';

export type HttpApiOptions = {
  readonly configuration: Configuration;
  readonly target: LedgerFunction;
  readonly routes: readonly ApiRoute[];
};

/** The HTTP API: each route by itself, with the scopes that its token needs. */
export class HttpApi extends ComponentResource {
  readonly url: Output<string>;
  readonly #name: string;
  readonly #api: aws.apigatewayv2.Api;

  constructor(name: string, { configuration, target, routes }: HttpApiOptions) {
    super('quipu:infra:HttpApi', name);
    this.#name = name;
    this.#api = new aws.apigatewayv2.Api(
      `${name}-gateway`,
      { name: physicalName(configuration.stack, 'api'), protocolType: 'HTTP' },
      { parent: this },
    );
    this.url = this.#api.apiEndpoint;
    this.#declareRoutes(routes, { target: this.#integrate(target), authorizerId: this.#authorize(configuration) });
    this.#declareStage(configuration);
    this.registerOutputs({ url: this.url });
  }

  #integrate(target: LedgerFunction): Output<string> {
    const integration = new aws.apigatewayv2.Integration(
      `${this.#name}-integration`,
      {
        apiId: this.#api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: target.invokeArn,
        integrationMethod: 'POST',
        payloadFormatVersion: '2.0',
      },
      { parent: this },
    );
    new aws.lambda.Permission(
      `${this.#name}-permission`,
      {
        action: 'lambda:InvokeFunction',
        function: target.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: interpolate`${this.#api.executionArn}/*`,
      },
      { parent: this, dependsOn: [target] },
    );
    return interpolate`integrations/${integration.id}`;
  }

  #authorize({ jwtIssuer, jwtAudience }: Configuration): Output<string> {
    return new aws.apigatewayv2.Authorizer(
      `${this.#name}-authorizer`,
      {
        apiId: this.#api.id,
        name: 'token',
        authorizerType: 'JWT',
        identitySources: ['$request.header.Authorization'],
        jwtConfiguration: { issuer: jwtIssuer, audiences: [jwtAudience] },
      },
      { parent: this },
    ).id;
  }

  #declareRoutes(
    routes: readonly ApiRoute[],
    { target, authorizerId }: { readonly target: Output<string>; readonly authorizerId: Output<string> },
  ): void {
    for (const { routeKey, scopes } of routes) {
      const access =
        scopes === undefined
          ? { authorizationType: 'NONE' }
          : { authorizationType: 'JWT', authorizerId, authorizationScopes: [...scopes] };
      new aws.apigatewayv2.Route(
        `${this.#name}-route-${nameOf(routeKey)}`,
        { apiId: this.#api.id, routeKey, target, ...access },
        { parent: this },
      );
    }
  }

  #declareStage({ stack, logRetentionDays, requestsPerSecondMaximum }: Configuration): void {
    const log = new aws.cloudwatch.LogGroup(
      `${this.#name}-log`,
      { name: `/aws/vendedlogs/${physicalName(stack, 'api')}`, retentionInDays: logRetentionDays },
      { parent: this },
    );
    new aws.apigatewayv2.Stage(
      `${this.#name}-stage`,
      {
        apiId: this.#api.id,
        name: '$default',
        autoDeploy: true,
        accessLogSettings: { destinationArn: log.arn, format: accessLogFormat },
        defaultRouteSettings: {
          throttlingRateLimit: requestsPerSecondMaximum,
          throttlingBurstLimit: requestsPerSecondMaximum * 2,
          detailedMetricsEnabled: true,
        },
      },
      { parent: this },
    );
  }
}

/** `GET /v1/accounts/{id}` becomes `get-v1-accounts-id`. */
const nameOf = (routeKey: string): string =>
  routeKey
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/**
 * No token, no body and no query: a log must not hold what opens the ledger. No path either, which names accounts and
 * persons: a person who is forgotten is not to be found in a log.
 */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  actor: '$context.authorizer.claims.sub',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
  error: '$context.error.message',
});
