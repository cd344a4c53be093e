import { describe, expect, it } from '@jest/globals';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { type Ask, apiUnderTest } from './support/api-under-test.ts';
import { entryOf, market, post } from './support/requests.ts';

const entries = '/v1/journal-entries';
const overdraw = (ask: Ask, key: string, path = entries) =>
  ask('POST', path, {
    body: {
      ...entryOf('sellers:1', 'assets:bank', '101'),
      description: 'Pay Mrs Jones',
      metadata: { accountId: 'jones' },
    },
    key,
    headers: { 'x-correlation-id': 'order-991' },
  });

/** A store that cannot take a refusal. */
const withoutRefusals = (store: EventStore): EventStore => ({
  ...store,
  append: async (writes) => {
    if (writes.some(({ text }) => text.includes('RequestRejected'))) throw new TransientFailure('no answer');
    return store.append(writes);
  },
});

describe('a refusal by a rule', () => {
  it('is written once, and changes nothing', async () => {
    const { ask, events, rejections } = apiUnderTest();
    await market(ask);
    const before = await events();
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await overdraw(ask, 'k')).status).toBe(422);
    expect(await events()).toEqual(before);
    expect(await rejections()).toEqual([
      {
        type: 'RequestRejected',
        schemaVersion: 1,
        rejectionId: expect.stringMatching(/^rej_[0-9A-Z]{26}$/),
        operation: 'postJournalEntry',
        code: 'InsufficientFunds',
        fingerprint: expect.stringMatching(/^[\w-]{22}$/),
        accountIds: ['sellers:1', 'assets:bank'],
        ledger: 'main',
        actor: 'teller-1',
        correlationId: 'order-991',
        traceparent: expect.any(String),
        recordedAt: expect.any(String),
      },
    ]);
  });

  it('is written again for another request, another key and another reason', async () => {
    const { ask, rejections } = apiUnderTest();
    await market(ask);
    await overdraw(ask, 'a');
    await overdraw(ask, 'b');
    await post(ask, entries, entryOf('sellers:1', 'assets:bank', '102'), 'b');
    await post(ask, '/v1/accounts/sellers:1/freeze', {});
    await overdraw(ask, 'b');
    const codes = (await rejections()).map(({ code }) => code).sort();
    expect(codes).toEqual(['AccountFrozen', 'InsufficientFunds', 'InsufficientFunds', 'InsufficientFunds']);
  });

  it('is written of a key that was misused, and names the hold that it is about', async () => {
    const { ask, rejections } = apiUnderTest();
    await market(ask);
    const hold = { accountId: 'sellers:1', destinationAccountId: 'assets:bank', amount: '10', currency: 'USD' };
    const held = await post(ask, '/v1/holds', hold, 'h');
    await post(ask, '/v1/holds', { ...hold, amount: '11' }, 'h');
    await post(ask, `/v1/holds/${held.body['id']}/captures`, { amount: '20' });
    expect(await rejections()).toMatchObject([
      { operation: 'authorizeHold', code: 'IdempotencyKeyMisused', accountIds: ['sellers:1', 'assets:bank'] },
      { operation: 'captureHold', code: 'CaptureExceedsHold', subject: held.body['id'], accountIds: [] },
    ]);
  });

  it('names four accounts at most, and stays within two write units', async () => {
    const { ask, rejections } = apiUnderTest();
    const accountIds = Array.from({ length: 30 }, (_, index) => `sellers:${index}:payable:${'x'.repeat(30)}`);
    const postings = accountIds.map((accountId) => ({ accountId, side: 'debit', amount: '1', currency: 'USD' }));
    await post(ask, entries, { postings });
    const [rejection] = await rejections();
    expect(rejection?.accountIds).toEqual(accountIds.slice(0, 4));
    expect(JSON.stringify(rejection).length).toBeLessThan(900);
  });

  it('is not written on a dry run, nor of what could not be read, was not allowed or is not there', async () => {
    const { ask, rejections } = apiUnderTest();
    await market(ask);
    await overdraw(ask, 'k', `${entries}?dryRun=true`);
    await post(ask, entries, { postings: 1 });
    await ask('POST', entries, { body: {} });
    await ask('POST', entries, { body: {}, key: 'k', claims: null });
    await post(ask, '/v1/holds/hld_00000000000000000000000000/void', {});
    expect(await rejections()).toEqual([]);
  });

  it('is answered though it cannot be written, and counted then', async () => {
    const { ask, lost, failures } = apiUnderTest({ eventStore: withoutRefusals(memoryEventStore()) });
    await market(ask);
    expect((await overdraw(ask, 'k')).status).toBe(422);
    expect(lost).toEqual([expect.objectContaining({ message: 'no answer' })]);
    expect(failures).toEqual([]);
  });

  it('has a reason that an examiner reads', async () => {
    const { ask, rejections } = apiUnderTest();
    await market(ask);
    await overdraw(ask, 'k');
    const [rejection] = await rejections();
    if (rejection === undefined) throw new Error('The refusal was not written');
    expect(particularsOf(rejection)).toMatchObject({
      what: 'RequestRejected',
      who: 'teller-1',
      why: { correlationId: 'order-991', reason: 'InsufficientFunds' },
      changes: [],
    });
  });
});
