import { describe, expect, it } from '@jest/globals';
import { createApp } from '../../../functions/api/app.ts';
import { lambdaHandler } from '../../../functions/api/lambda-handler.ts';
import type { ApiServices } from '../../../functions/api/services.ts';
import { gatewayEvent } from './support/gateway-event.ts';

const page = { path: '/docs', contentType: 'text/html', text: () => 'the page' };
const answer = lambdaHandler(createApp([], [page], {} as ApiServices));

describe('an address that the gateway has no route for', () => {
  it('is not answered, though the function would know it', async () => {
    expect(await answer(gatewayEvent('GET', '/docs'))).toMatchObject({ statusCode: 200, body: 'the page' });
    const undeclared = await answer(gatewayEvent('GET', '/docs', { routeKey: '$default' }));
    expect(undeclared).toMatchObject({ statusCode: 404 });
    expect(JSON.parse(undeclared.body)).toMatchObject({ code: 'RouteNotFound' });
  });
});
