import { beforeAll, describe, expect, it } from '@jest/globals';
import { apiRoutes } from '../../../infra/api-routes.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { declaredProduction, evaluationMilliseconds, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
beforeAll(async () => {
  production = await declaredProduction();
}, evaluationMilliseconds);

const routes = () => statesOf(production, 'apigatewayv2/route:Route');

describe('HTTP API', () => {
  it('has a route for each that is listed, and no other', () => {
    expect(
      routes()
        .map(({ routeKey }) => String(routeKey))
        .toSorted(),
    ).toEqual(apiRoutes.map(({ routeKey }) => routeKey).toSorted());
  });

  it('asks every route for a token with a scope, except those that show nothing of a ledger', () => {
    const [authorizer] = statesOf(production, 'apigatewayv2/authorizer:Authorizer');
    const open = routes().filter((state) => state['authorizationType'] === 'NONE');
    expect(open.map(({ routeKey }) => routeKey)).toEqual([
      '$default',
      'GET /docs',
      'GET /openapi.json',
      'GET /v1/health',
    ]);
    for (const state of routes().filter((route) => !open.includes(route))) {
      expect(state).toMatchObject({ authorizationType: 'JWT', authorizerId: authorizer?.['name'] });
      expect(state['authorizationScopes']).toHaveLength(1);
    }
  });

  it('lets nobody write with a scope for reading', () => {
    for (const { routeKey, authorizationScopes } of routes()) {
      const scopes = Array.isArray(authorizationScopes) ? authorizationScopes : [];
      const kind = String(routeKey).startsWith('GET ') ? ':read' : ':write';
      for (const scope of scopes) expect(`${routeKey} ${scope}`).toContain(kind);
    }
  });

  it('takes tokens of the configured issuer, for the configured audience', () => {
    expect(statesOf(production, 'apigatewayv2/authorizer:Authorizer')).toMatchObject([
      { authorizerType: 'JWT', jwtConfiguration: { issuer: 'https://issuer.example', audiences: ['quipu'] } },
    ]);
  });

  it('is throttled, and keeps a log that holds no token, no body and no path, which may name a person', () => {
    const [stage] = statesOf(production, 'apigatewayv2/stage:Stage');
    expect(stage).toMatchObject({
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 1000, throttlingBurstLimit: 2000 },
      accessLogSettings: { destinationArn: expect.stringContaining('/aws/vendedlogs/quipu-prod-api') },
    });
    expect(JSON.stringify(stage)).not.toMatch(/header|body|queryString|path/i);
  });

  it('may call its function, and no other API may', () => {
    const [api] = statesOf(production, 'apigatewayv2/api:Api');
    expect(statesOf(production, 'lambda/permission:Permission')).toMatchObject([
      {
        action: 'lambda:InvokeFunction',
        function: 'quipu-prod-api',
        principal: 'apigateway.amazonaws.com',
        sourceArn: `${api?.['executionArn']}/*`,
      },
    ]);
  });
});

describe('state machines and schedules', () => {
  it('are standard, traced, and log with a level that is set', () => {
    expect(statesOf(production, 'sfn/stateMachine:StateMachine')).toMatchObject(
      ['payout', 'trail'].map((name) => ({
        name: `quipu-prod-${name}`,
        type: 'STANDARD',
        tracingConfiguration: { enabled: true },
        loggingConfiguration: { level: 'ERROR', logDestination: expect.stringMatching(/:\*$/) },
      })),
    );
  });

  it('call a function each minute, and leave a failed call to the next', () => {
    expect(statesOf(production, 'scheduler/schedule:Schedule')).toMatchObject(
      ['audit', 'auditor', 'bank', 'sweeper'].map((name) => ({
        name: `quipu-prod-${name}`,
        scheduleExpression: 'rate(1 minute)',
        target: {
          arn: expect.stringMatching(new RegExp(`:quipu-prod-${name}$`)),
          retryPolicy: { maximumRetryAttempts: 0 },
        },
      })),
    );
  });
});
