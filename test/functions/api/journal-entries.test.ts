import { describe, expect, it } from '@jest/globals';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, market, opened, post } from './support/requests.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('journal entries over HTTP', () => {
  it('are posted, answered with the balances that they leave, and read again', async () => {
    const { ask } = apiUnderTest();
    await opened(ask, 'assets:bank');
    await opened(ask, 'sellers:7', { type: 'liability' });
    await opened(ask, 'income:fees', { type: 'income' });
    const said = {
      description: 'Card payment 991',
      effectiveDate: '2026-11-22',
      postings: [
        { accountId: 'assets:bank', side: 'debit', amount: '100', currency: 'USD' },
        { accountId: 'sellers:7', side: 'credit', amount: '97.1', currency: 'USD' },
        { accountId: 'income:fees', side: 'credit', amount: '2.90', currency: 'USD' },
      ],
      metadata: { payment: '991' },
    };
    const got = await ask('POST', '/v1/journal-entries', { body: said, key: 'one', headers: { traceparent } });
    expect(got).toMatchObject({
      status: 201,
      body: {
        description: 'Card payment 991',
        effectiveDate: '2026-11-22',
        valueDate: '2026-11-22',
        metadata: { payment: '991' },
        actor: 'teller-1',
        correlationId: '0af7651916cd43dd8448eb211c80319c',
        postings: [
          { accountId: 'assets:bank', amount: '100.00', accountVersion: 2, balanceAfter: { posted: '100.00' } },
          { accountId: 'sellers:7', amount: '97.10', balanceAfter: { posted: '97.10', available: '97.10' } },
          { accountId: 'income:fees', amount: '2.90', side: 'credit', balanceAfter: { pending: '2.90' } },
        ],
      },
    });
    expect(got.headers['location']).toBe(`/v1/journal-entries/${got.body['id']}`);
    expect(await ask('GET', `/v1/journal-entries/${got.body['id']}`)).toMatchObject({ status: 200, body: got.body });
  });

  it('happen today where no day is said, and have the correlation id that the caller gave', async () => {
    const { ask, events } = apiUnderTest();
    await opened(ask, 'a');
    await opened(ask, 'b');
    const headers = { 'x-correlation-id': 'order-7', traceparent: 'not one' };
    const got = await ask('POST', '/v1/journal-entries', { body: entryOf('a', 'b', '1'), key: 'one', headers });
    expect(got.body).toMatchObject({ correlationId: 'order-7', effectiveDate: '2026-11-23', valueDate: '2026-11-23' });
    const stored = (await events())
      .map(({ text }) => JSON.parse(text))
      .find(({ type }) => type === 'JournalEntryPosted');
    expect(stored.correlationId).toBe('order-7');
    expect(stored.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('are posted once by 32 simultaneous requests with one key, which get 32 equal answers', async () => {
    const { ask, events } = apiUnderTest();
    await opened(ask, 'a');
    await opened(ask, 'b');
    const before = (await events()).length;
    const all = await Promise.all(
      Array.from({ length: 32 }, () => post(ask, '/v1/journal-entries', entryOf('a', 'b', '1'), 'same')),
    );
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
    expect(all.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await events()).toHaveLength(before + 3);
  });

  it('are answered as they were, whatever became of their accounts', async () => {
    const { ask } = apiUnderTest();
    await market(ask);
    const first = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '40'), 'pay');
    await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '60'));
    await post(ask, '/v1/accounts/sellers:1/freeze', {});
    const again = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '40'), 'pay');
    expect(again).toMatchObject({ status: 201, text: first.text, headers: { 'idempotency-replayed': 'true' } });
    const other = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '41'), 'pay');
    expect(other).toMatchObject({ status: 422, body: { code: 'IdempotencyKeyMisused' } });
  });

  it('are replayed on a later day though no day was said', async () => {
    const { ask, services } = apiUnderTest();
    await market(ask);
    const first = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '1'), 'pay');
    const later = apiUnderTest({
      eventStore: services.ledger.eventStore,
      more: { ledger: { ...services.ledger, clock: { now: () => '2026-12-24T00:00:00.000Z' as never } } },
    });
    const again = await post(later.ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '1'), 'pay');
    expect(again.text).toBe(first.text);
  });

  it('let exactly as many of 64 simultaneous debits through as there is money for', async () => {
    const { ask } = apiUnderTest();
    await market(ask);
    const all = await Promise.all(
      Array.from({ length: 64 }, () => post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '10'))),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = all.filter(({ body }) => body['code'] === 'InsufficientFunds');
    expect(refused).toHaveLength(54);
    expect(refused[0]).toMatchObject({ status: 422, body: { errors: [{ pointer: '/postings/0/accountId' }] } });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({ posted: '0.00' });
  });

  it('are decided on without a trace in a dry run', async () => {
    const { ask, events } = apiUnderTest();
    await market(ask);
    const before = await events();
    const dry = await post(ask, '/v1/journal-entries?dryRun=true', entryOf('sellers:1', 'assets:bank', '1'), 'dry');
    expect(dry).toMatchObject({
      status: 200,
      body: { dryRun: true, postings: [{ balanceAfter: { posted: '99.00' } }, {}] },
    });
    expect(
      await post(ask, '/v1/journal-entries?dryRun=true', entryOf('sellers:1', 'assets:bank', '101')),
    ).toMatchObject({
      body: { code: 'InsufficientFunds' },
    });
    expect(await events()).toEqual(before);
    const real = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '1'), 'dry');
    expect(real).toMatchObject({ status: 201, body: { id: dry.body['id'] } });
  });

  it('of the first version are answered in the shape of today', async () => {
    const { ask, services } = apiUnderTest();
    await market(ask);
    const got = await post(ask, '/v1/journal-entries', entryOf('sellers:1', 'assets:bank', '1'));
    const [entry] = (await services.ledger.eventStore.read(`main#J#${got.body['id']}` as never, 0, 1)) ?? [];
    const { valueDate: _none, ...old } = JSON.parse(entry?.text ?? '{}');
    const text = JSON.stringify({ ...old, schemaVersion: 1 });
    const head = services.ledger.eventStore.beginning(`main#J#jen_${'0'.repeat(26)}` as never);
    await services.ledger.eventStore.append([{ head, text, hash: 'hash', published: true }]);
    expect(await ask('GET', `/v1/journal-entries/jen_${'0'.repeat(26)}`)).toMatchObject({
      status: 200,
      body: { ...got.body, hash: 'hash', valueDate: '2026-11-23' },
    });
  });

  it('are not there for another ledger, nor under a name that is none', async () => {
    const { ask } = apiUnderTest();
    await opened(ask, 'a');
    await opened(ask, 'b');
    const { body } = await post(ask, '/v1/journal-entries', entryOf('a', 'b', '1'));
    const claims = { sub: 'other', ledger: 'other', scope: 'entries:read' };
    for (const [id, who] of [
      [body['id'], claims],
      ['nothing', undefined],
      [`jen_${'Z'.repeat(26)}`, undefined],
    ] as const)
      expect(await ask('GET', `/v1/journal-entries/${id}`, who === undefined ? {} : { claims: who })).toMatchObject({
        status: 404,
        body: { code: 'EntryNotFound' },
      });
  });
});
