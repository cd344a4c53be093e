import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { router } from '../../../../infra/local/http-api/routes.ts';
import { declared, type Gateway, startGateway } from './gateway.ts';

describe('local HTTP API', () => {
  let gateway: Gateway;

  beforeEach(async () => {
    gateway = await startGateway();
  });
  afterEach(() => gateway.end());

  it('hands over a request in payload format 2.0', async () => {
    const token = await gateway.token();
    await fetch(`${gateway.url}/v1/accounts/sellers%3A7%3Apayable?limit=2&a=1&a=%C3%A9`, {
      headers: { authorization: `Bearer ${token}`, 'X-Correlation-Id': 'c1', cookie: 'one=1; two=2' },
    });
    const { name, event } = gateway.events[0] ?? {};
    expect(name).toBe('api');
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/accounts/{id}',
      rawPath: '/v1/accounts/sellers:7:payable',
      rawQueryString: 'limit=2&a=1&a=%C3%A9',
      queryStringParameters: { limit: '2', a: '1,é' },
      pathParameters: { id: 'sellers:7:payable' },
      cookies: ['one=1', 'two=2'],
      headers: { 'x-correlation-id': 'c1' },
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        routeKey: 'GET /v1/accounts/{id}',
        http: { method: 'GET', path: '/v1/accounts/sellers:7:payable', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        authorizer: {
          jwt: { claims: { sub: 'ada', ledger: 'main', scope: 'accounts:read' }, scopes: ['accounts:read'] },
        },
      },
    });
    expect(event?.requestContext.authorizer?.jwt.claims['exp']).toMatch(/^\d+$/);
    expect(event?.requestContext['time']).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event?.body).toBeUndefined();
  });

  it('leaves out what there is none of', async () => {
    await gateway.get('/v1/health');
    const event = gateway.events[0]?.event;
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('pathParameters');
    expect(event).not.toHaveProperty('cookies');
    expect(event?.requestContext).not.toHaveProperty('authorizer');
  });

  it.each([
    ['application/json', '{"a":"é"}', false],
    ['application/problem+json; charset=utf-8', '{}', false],
    ['application/octet-stream', 'bytes', true],
  ])('hands over a body of %s', async (contentType, body, isBase64Encoded) => {
    await fetch(`${gateway.url}/v1/open`, { method: 'POST', body, headers: { 'content-type': contentType } });
    const event = gateway.events[0]?.event;
    expect(event?.isBase64Encoded).toBe(isBase64Encoded);
    expect(event?.body).toBe(isBase64Encoded ? Buffer.from(body).toString('base64') : body);
  });

  it('prefers text to a variable, and matches whole paths only', async () => {
    const token = await gateway.token();
    await gateway.get('/v1/accounts/special', token);
    await gateway.get('/v1/accounts/a/balance', token);
    expect(gateway.events.map(({ name }) => name)).toEqual(['special', 'api']);
    for (const path of ['/v1/accounts/', '/v1/accounts/a/other', '/v1/accounts/a%2Fb', '/v2', '/']) {
      expect((await gateway.get(path, token)).status).toBe(404);
    }
    expect(gateway.events).toHaveLength(2);
  });

  it('prefers text further left among paths with variables, whatever their order', async () => {
    const route = (path: string, functionName: string) => ({ method: 'GET', path, functionName, scopes: undefined });
    const routes = [
      route('/v1/{kind}/{id}', 'general'),
      route('/v1/accounts/{id}', 'accounts'),
      route('/v1/{kind}/a', 'a'),
    ];
    const choose = router(routes);
    expect(
      ['/v1/accounts/a', '/v1/holds/a', '/v1/holds/b'].map((path) => choose('GET', path)?.route.functionName),
    ).toEqual([...['accounts', 'a', 'general']]);
  });

  it('answers 404 where no route is declared, without a token', async () => {
    const answer = await gateway.get('/v1/holds');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.text()).toBe('{"message":"Not Found"}');
    expect((await fetch(`${gateway.url}/v1/accounts`, { method: 'DELETE' })).status).toBe(404);
  });

  it('gives $default what no other route takes', async () => {
    const routes = [...declared.routes, { method: 'ANY', path: '$default', functionName: 'other', scopes: undefined }];
    const open = await startGateway({ ...declared, routes });
    await open.get('/v1/nothing');
    await open.get('/v1/health');
    await open.end();
    expect(open.events.map(({ name, event }) => [name, event.routeKey])).toEqual([
      ['other', '$default'],
      ['api', 'GET /v1/health'],
    ]);
  });

  it('answers what the function did', async () => {
    gateway.answer = () => ({
      ok: true,
      payload: {
        statusCode: 201,
        headers: { 'Content-Type': 'application/problem+json', Location: '/x' },
        cookies: ['a=1', 'b=2'],
        body: '{"é":1}',
      },
    });
    const answer = await gateway.get('/v1/health');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('location')).toBe('/x');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.text()).toBe('{"é":1}');
  });

  it('decodes a binary body, and takes any other value for a body', async () => {
    gateway.answer = () => ({ ok: true, payload: { statusCode: 200, body: 'AAEC', isBase64Encoded: true } });
    expect(new Uint8Array(await (await gateway.get('/v1/health')).arrayBuffer())).toEqual(new Uint8Array([0, 1, 2]));
    gateway.answer = () => ({ ok: true, payload: { status: 'ok' } });
    expect(await (await gateway.get('/v1/health')).json()).toEqual({ status: 'ok' });
  });

  it.each([
    [
      'an error',
      () => ({ ok: false as const, errorType: 'Error', errorMessage: 'secret', trace: [] }),
      500,
      'Internal Server Error',
    ],
    [
      'an answer that is none',
      () => ({ ok: true as const, payload: { statusCode: 'none' } }),
      500,
      'Internal Server Error',
    ],
    ['a function that cannot be invoked', () => Promise.reject(new Error('no worker')), 503, 'Service Unavailable'],
  ])('answers as API Gateway does to %s', async (_name, outcome, status, message) => {
    gateway.answer = outcome;
    const answer = await gateway.get('/v1/health');
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ message });
  });

  it('takes 10 MB and no more', async () => {
    const post = (bytes: number) => fetch(`${gateway.url}/v1/open`, { method: 'POST', body: Buffer.alloc(bytes, 'x') });
    expect((await post(10_000_000)).status).toBe(200);
    const refused = await post(10_000_001);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ message: 'Request Entity Too Large' });
    expect(gateway.events).toHaveLength(1);
  });

  it('answers 400 to a path that cannot be decoded', async () => {
    expect((await gateway.get('/v1/%E0%A4%A')).status).toBe(400);
  });

  it('answers what is in flight before it stops', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.answer = async () => {
      await promise;
      return { ok: true, payload: { statusCode: 200, body: 'late' } };
    };
    const answer = gateway.get('/v1/health');
    while (gateway.events.length === 0) {
      await new Promise((next) => setTimeout(next, 5));
    }
    const stopped = gateway.stop();
    const [error] = await once(connect(gateway.port, '127.0.0.1'), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    resolve();
    expect(await (await answer).text()).toBe('late');
    await stopped;
  });
});
