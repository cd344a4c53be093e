import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InvocationOutcome } from '../../../../infra/local/invoker.ts';
import { type LambdaApi, startLambdaApi } from '../../../../infra/local/lambda-api/start-lambda-api.ts';

describe('local Lambda API', () => {
  let api: LambdaApi;
  let invoked: (readonly [string, unknown])[];
  let outcome: InvocationOutcome;

  beforeEach(async () => {
    invoked = [];
    outcome = { ok: true, payload: { did: 'it' } };
    api = await startLambdaApi({
      invoker: {
        invoke: async (name, payload) => {
          invoked.push([name, payload]);
          return outcome;
        },
      },
    });
  });
  afterEach(() => api.stop());

  const invoke = (name: string, body: string) =>
    fetch(`${api.url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, { method: 'POST', body });

  it.each(['saga', 'saga:live', 'arn:aws:lambda:eu-central-1:000000000000:function:saga'])(
    'invokes %s',
    async (name) => {
      const answer = await invoke(name, '{"step":1}');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await answer.json()).toEqual({ did: 'it' });
      expect(invoked).toEqual([['saga', { step: 1 }]]);
    },
  );

  it('answers an error of the function with its type', async () => {
    outcome = { ok: false, errorType: 'PayoutRefused', errorMessage: 'closed', trace: [] };
    const answer = await invoke('saga', '{}');
    expect([answer.status, answer.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(await answer.json()).toEqual({ errorType: 'PayoutRefused', errorMessage: 'closed', trace: [] });
  });

  it('answers 404 for a function that is not there, and 400 for a payload that is not JSON', async () => {
    outcome = { ok: false, errorType: 'ResourceNotFoundException', errorMessage: 'none', trace: [] };
    const missing = await invoke('saga', '{}');
    expect([missing.status, missing.headers.get('x-amzn-errortype')]).toEqual([404, 'ResourceNotFoundException']);
    expect((await invoke('saga', '{')).status).toBe(400);
    expect(invoked).toHaveLength(1);
  });
});
