import { describe, expect, it } from '@jest/globals';
import { instantOf, millisecondsOf } from '../../../domain/shared/instant.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { keptOutcome, keptRequest } from '../../../functions/runtime/trail/kept-trails.ts';
import { testLedger } from '../../support/test-ledger.ts';
import { apiUnderTest } from './support/api-under-test.ts';

const trailsApi = () => {
  const archive = memoryArchive();
  const started: string[] = [];
  let state: 'running' | 'ended' | 'absent' = 'running';
  const trails = { archive, start: async (id: string) => void started.push(id), stateOf: async () => state };
  const ledger = testLedger();
  let passed = 0;
  const clock = { now: () => instantOf(millisecondsOf(ledger.clock.now()) + passed) };
  return {
    ...apiUnderTest({ more: { trails, ledger: { ...ledger, clock } } }),
    pass: (milliseconds: number) => {
      passed += milliseconds;
    },
    archive,
    started,
    become: (next: typeof state) => {
      state = next;
    },
  };
};

const period = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z', accounts: ['b', 'a', 'b'] };

describe('a trail', () => {
  it('is asked for, and made by an execution of its own', async () => {
    const api = trailsApi();
    const { status, headers, body } = await api.ask('POST', '/v1/audit/trails', { body: period, key: 'one' });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^trl_[0-9A-Z]{26}$/),
      status: 'asked',
      ...period,
      accounts: ['a', 'b'],
      covers: null,
      files: null,
    });
    expect(headers['location']).toBe(`/v1/audit/trails/${body['id']}`);
    expect(api.started).toEqual([body['id']]);
    expect((await api.ask('GET', `/v1/audit/trails/${body['id']}`)).body).toEqual(body);
  });

  it('is asked for once with one key, and started again', async () => {
    const api = trailsApi();
    const first = await api.ask('POST', '/v1/audit/trails', { body: period, key: 'one' });
    const again = await api.ask('POST', '/v1/audit/trails', { body: period, key: 'one' });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(api.started).toEqual([first.body['id'], first.body['id']]);
    const other = await api.ask('POST', '/v1/audit/trails', { body: {}, key: 'one' });
    expect(other.body['code']).toBe('IdempotencyKeyMisused');
    const elsewhere = await api.ask('POST', '/v1/audit/trails', { body: {}, key: 'two' });
    expect(elsewhere.body).toMatchObject({ from: null, to: null, accounts: null });
    expect(elsewhere.body['id']).not.toBe(first.body['id']);
  });

  it('is rehearsed without a trace', async () => {
    const api = trailsApi();
    const { status, body } = await api.ask('POST', '/v1/audit/trails?dryRun=true', { body: period, key: 'one' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'asked', dryRun: true });
    expect(api.started).toEqual([]);
    expect(await api.archive.list('', undefined, 10)).toEqual([]);
  });

  it.each([
    [{ from: '2026-11-01' }, '/from'],
    [{ from: period.to, to: period.from }, '/to'],
    [{ accounts: [] }, '/accounts'],
    [{ accounts: ['a:'] }, '/accounts/0'],
  ])('is not asked for by %j', async (body, pointer) => {
    const api = trailsApi();
    const got = await api.ask('POST', '/v1/audit/trails', { body, key: 'one' });
    expect(got.body).toMatchObject({ code: 'MalformedRequest', errors: [{ pointer }] });
    expect(api.started).toEqual([]);
  });

  it('is answered with its files once it is made', async () => {
    const api = trailsApi();
    const { body } = await api.ask('POST', '/v1/audit/trails', { body: {}, key: 'one' });
    const id = String(body['id']);
    const files = [{ path: 'checkpoint', sha256: 'a'.repeat(64), size: 7 }];
    const covers = { firstIndex: 0, endIndex: 9, openingClose: null, closingClose: 8 };
    await api.archive.create(`trails/${id}/manifest.json`, JSON.stringify({ files, format: 1 }));
    await keptOutcome.keep(api.archive, id, { status: 'made', covers, hash: 'b'.repeat(64) });
    expect((await api.ask('GET', `/v1/audit/trails/${id}`)).body).toMatchObject({
      ...{ status: 'made', covers, files, fileCount: 1, hash: 'b'.repeat(64) },
      ...{ location: `trails/${id}/`, reason: null },
    });
  });

  it('says why it was refused, or that it failed', async () => {
    const api = trailsApi();
    const ask = async (key: string) =>
      String((await api.ask('POST', '/v1/audit/trails', { body: {}, key })).body['id']);
    const [refused, failed] = [await ask('one'), await ask('two')];
    await keptOutcome.keep(api.archive, refused, { status: 'refused', code: 'NoClose', detail: 'None.' });
    api.become('ended');
    const read = async (id: string) => (await api.ask('GET', `/v1/audit/trails/${id}`)).body;
    expect(await read(refused)).toMatchObject({ status: 'refused', reason: { code: 'NoClose', detail: 'None.' } });
    expect(await read(failed)).toMatchObject({ status: 'failed', reason: { code: 'TrailNotMade' } });
  });

  it('is not called asked for ever where nothing was started, and is started when it is asked for again', async () => {
    const api = trailsApi();
    const ask = async () => String((await api.ask('POST', '/v1/audit/trails', { body: {}, key: 'one' })).body['id']);
    const id = await ask();
    api.become('absent');
    const read = async () => (await api.ask('GET', `/v1/audit/trails/${id}`)).body;
    expect(await read()).toMatchObject({ status: 'asked', reason: null });
    api.pass(299_000);
    expect(await read()).toMatchObject({ status: 'asked', reason: null });
    api.pass(2_000);
    expect(await read()).toMatchObject({ status: 'failed', reason: { code: 'TrailNotStarted' } });
    expect([await ask(), api.started]).toEqual([id, [id, id]]);
  });

  it('is not found where there is none, nor in another ledger', async () => {
    const api = trailsApi();
    const id = `trl_${'0'.repeat(26)}`;
    const asked = { from: null, to: null, accounts: null };
    const askedAt = api.services.ledger.clock.now();
    await keptRequest.keep(api.archive, id, { ledger: 'other', actor: 'x', askedAt, asked, fingerprint: '' });
    for (const each of [id, `trl_${'1'.repeat(26)}`, 'trl_1', 'trl_..'])
      expect((await api.ask('GET', `/v1/audit/trails/${each}`)).status).toBe(404);
  });
});
