import { describe, expect, it } from '@jest/globals';
import { apiUnderTest } from './support/api-under-test.ts';
import type { GatewayRequest } from './support/gateway-event.ts';
import { freshKey, opened } from './support/requests.ts';

describe('access', () => {
  const got = (request: GatewayRequest) => apiUnderTest().ask('GET', '/v1/accounts/nobody', request);
  const claims = { sub: 'x', ledger: 'main', scope: 'accounts:read' };

  it.each([
    [401, { claims: { ...claims, sub: 5 } }],
    [403, { claims: { ...claims, scope: 'accounts:readx entries:read' } }],
    [403, { claims: { ...claims, scope: undefined } }],
    [403, { claims: { ...claims, ledger: undefined } }],
    [403, { claims: { ...claims, ledger: 'main#A' } }],
    [404, { claims }],
  ])('is answered %s for %j', async (status, request) => {
    expect(await got(request)).toMatchObject({ status });
  });

  it('to health and to the documents needs no token', async () => {
    const { ask } = apiUnderTest();
    for (const path of ['/v1/health', '/openapi.json', '/docs'])
      expect(await ask('GET', path, { claims: null })).toMatchObject({ status: 200 });
  });

  it('is given to each operation by its own scope only', async () => {
    const { ask } = apiUnderTest();
    await opened(ask, 'a');
    const reader = { claims: { ...claims }, key: freshKey() };
    expect(await ask('POST', '/v1/accounts/a/freeze', reader)).toMatchObject({ status: 403 });
    expect(await ask('GET', '/v1/accounts/a', reader)).toMatchObject({ status: 200 });
  });
});
