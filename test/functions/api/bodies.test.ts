import { describe, expect, it } from '@jest/globals';
import { apiUnderTest } from './support/api-under-test.ts';
import { post } from './support/requests.ts';

describe('a body', () => {
  it.each([
    ['nothing that is JSON', 'hello'],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', '"x"'],
    ['lists without end', '['.repeat(100_000)],
    ['deep lists', `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['a prototype', '{"__proto__":{"id":"a","name":"a","type":"asset","currency":"USD"}}'],
    ['a prototype in metadata', '{"id":"a","name":"a","type":"asset","currency":"USD","metadata":{"__proto__":"x"}}'],
    ['a hidden prototype', '{"id":"a","name":"a","type":"asset","currency":"USD","metadata":{"\\u005f_proto__":"x"}}'],
  ])('that is %s is refused', async (_what, text) => {
    const { ask, events } = apiUnderTest();
    expect(await ask('POST', '/v1/accounts', { text, key: 'k' })).toMatchObject({ status: 400 });
    expect(await events()).toEqual([]);
  });

  it('that is no UTF-8 is refused', async () => {
    const { ask } = apiUnderTest();
    const text = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64');
    expect(await ask('POST', '/v1/accounts', { text, base64: true, key: 'k' })).toMatchObject({
      status: 400,
      body: { code: 'MalformedRequest' },
    });
  });

  it('with very many faults is told a hundred of them', async () => {
    const { ask } = apiUnderTest();
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1]));
    const got = await post(ask, '/v1/accounts', body);
    expect(got.body['errors']).toHaveLength(100);
  });
});
