import { describe, expect, it } from '@jest/globals';
import { entryOf, open, post } from '../../support/test-ledger.ts';
import '../../support/quiet-log.ts';
import { auditorWorld } from '../auditor/auditor-world.ts';
import { apiUnderTest } from './support/api-under-test.ts';

const compared = async () => {
  const world = auditorWorld();
  await open(world.ledger, 'bank');
  await open(world.ledger, 'seller', { type: 'liability' });
  await world.deliver();
  const { views, risk, auditor, archive, audit } = world;
  const { ask } = apiUnderTest({
    eventStore: world.ledger.eventStore,
    more: { views, risk, audit, auditor, logArchive: archive },
  });
  return { world, compare: (query = '') => ask('GET', `/v1/audit/comparison${query}`) };
};

describe('the comparison of consumers', () => {
  it('tells that all have the same facts, and how many', async () => {
    const { compare } = await compared();
    const { status, body } = await compare();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'same', size: 2, differences: [], checkedAt: null });
    expect(body['consumers']).toMatchObject({
      audit: { count: 2 },
      balance: { count: 2, expected: { count: 2 } },
      fraud: { count: 0, expected: { count: 0 } },
    });
  });

  it('names the consumer that was not sent a fact, and the fact', async () => {
    const { world, compare } = await compared();
    await post(world.ledger, 'lost', entryOf('bank', 'seller', '5.00'));
    await world.deliver((consumer) => consumer === 'balance');
    const { body } = await compare('?minutes=5');
    expect(body).toMatchObject({ status: 'different', size: 3 });
    expect(body['differences']).toMatchObject([
      {
        consumer: 'balance',
        minute: '2026-11-23T10:00:00.000Z',
        missing: 1,
        seenBy: 'audit',
        factId: expect.stringMatching(/^main#J#jen_/),
      },
    ]);
  });

  it('tells when the standing auditor last looked', async () => {
    const { world, compare } = await compared();
    await world.run();
    expect((await compare()).body).toMatchObject({ status: 'same', checkedAt: '2026-11-23T10:01:00.000Z' });
  });

  it.each(['0', '1441', 'all', '-1', '1.5'])('takes no %s minutes', async (minutes) => {
    const { compare } = await compared();
    expect(await compare(`?minutes=${minutes}`)).toMatchObject({ status: 400, body: { code: 'MalformedRequest' } });
  });

  it('takes a day of minutes', async () => {
    const { compare } = await compared();
    expect(await compare('?minutes=1440')).toMatchObject({ status: 200 });
  });
});
