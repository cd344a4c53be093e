import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifierKeyOf } from '../../domain/audit/log/signed-note.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { spoken } from '../cli/spoken.ts';
import { provesInclusion, referenceLeafHash } from '../domain/audit/log/reference-tree.ts';
import { type Answer, type Api, apiClient, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { startWitness, type TestWitness } from '../support/test-witness.ts';

let stack: LocalStack;
let api: Api;
let witness: TestWitness;

const origin = 'quipu/local/main';

const keyOfLog = (): string => {
  const key = createPublicKey(readFileSync(join(stack.dataFolder, 'audit-log.pem')));
  const publicKey = Uint8Array.from(key.export({ format: 'der', type: 'spki' })).subarray(-32);
  return verifierKeyOf(bytesSha256, { name: origin, publicKey });
};

beforeAll(async () => {
  witness = await startWitness({ logs: async () => new Map([[origin, [keyOfLog()]]]) });
  const environment = { QUIPU_WITNESSES: `${witness.url} ${witness.verifierKey}` };
  stack = await startLocalStack(undefined, () => {}, environment);
  api = apiClient(stack);
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await witness.stop();
}, 30_000);

const entry = (amount: string) => ({
  description: 'Test',
  postings: [
    { accountId: 'bank', side: 'debit', amount, currency: 'USD' },
    { accountId: 'seller', side: 'credit', amount, currency: 'USD' },
  ],
});

const payout = {
  ...{ kind: 'payout', sourceAccountId: 'seller', settlementAccountId: 'bank', amount: '1.00', currency: 'USD' },
  ...{ destination: 'sim-accept', description: 'Payout 7' },
};

/** The schedule fires each minute, and a checkpoint is sent to witnesses then. */
const witnessedSeconds = 80;

describe('closes, over HTTP', () => {
  it('state what is archived, once for each request, prove each account, and are cosigned', async () => {
    await openAccounts(api, { bank: { type: 'asset' }, seller: { type: 'liability' } });
    for (const amount of ['1.00', '2.50']) await api.post('/v1/journal-entries', { body: entry(amount) });
    const isArchived = async () => (await api.post('/v1/audit/closes?dryRun=true', { body: {} })).body;
    await eventually(isArchived, ({ index }) => index === 4, 30);
    const closed = await api.post('/v1/audit/closes', { body: {}, key: 'close 1' });
    expect(closed).toMatchObject({
      status: 201,
      body: { accounts: 2, currencies: [{ currency: 'USD', debits: '3.50', credits: '3.50' }], index: 4 },
    });
    const again = await api.post('/v1/audit/closes', { body: {}, key: 'close 1' });
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([closed.body, 'true']);
    const listed = await api.get('/v1/audit/closes');
    expect(listed.body['items']).toEqual([closed.body]);
    const proven = await eventually(
      () => api.get('/v1/audit/closes/4/accounts/seller'),
      ({ status }) => status === 200,
      30,
    );
    const { head, place, hashes } = proven.body as { head: string; place: number; hashes: readonly string[] };
    expect(JSON.parse(head)).toMatchObject({ accountId: 'seller', credits: '3.50', version: 3 });
    const proof = hashes.map((hash) => Buffer.from(hash, 'base64').toString('hex'));
    const claim = { leafHash: referenceLeafHash(Buffer.from(head)), index: place, size: 2, proof };
    expect(provesInclusion({ ...claim, root: String(closed.body['heads']) })).toBe(true);
    const cosigned = await eventually(
      () => api.get('/v1/audit/checkpoint'),
      ({ body }) => (body['cosigned'] as { readonly size: number } | null)?.size === 5,
      witnessedSeconds,
    );
    expect(JSON.stringify(cosigned.body['cosigned'])).toContain('— witness.test/w1 ');
    expect(witness.statuses.every((status) => status === 200)).toBe(true);
    const said = await spoken(['audit', 'balance', 'bank'], { QUIPU_URL: stack.url, QUIPU_TOKEN: stack.token });
    expect(said.out).toMatch(/^account +bank\n[\s\S]*debits +3\.50\n/);
  }, 180_000);
});

/** Asks for a trail under a key of its own, and waits for what comes of it. */
const askedTrail = async (to: string): Promise<Answer['body']> => {
  const { status, body } = await api.post('/v1/audit/trails', { body: { to } });
  expect(status).toBe(202);
  const made = await eventually(
    () => api.get(`/v1/audit/trails/${body['id']}`),
    (answer) => answer.body['status'] !== 'asked',
    60,
  );
  return made.body;
};

describe('a trail, over HTTP and from the command line', () => {
  it('is the same bytes whoever makes it, and is accepted by its verifier for the key and a kept checkpoint', async () => {
    const kept = join(stack.dataFolder, 'kept-checkpoint');
    writeFileSync(kept, String((await api.get('/v1/audit/checkpoint')).body['checkpoint']));
    const { body } = await api.post('/v1/transfers', { body: payout });
    const transfer = () => api.get(`/v1/transfers/${body['id']}`);
    await eventually(transfer, (answer) => answer.body['status'] === 'completed', 30);
    const rehearsed = async () => (await api.post('/v1/audit/closes?dryRun=true', { body: {} })).body;
    await eventually(rehearsed, (close) => JSON.stringify(close['currencies']).includes('"debits":"4.50"'), 30);
    const closed = await api.post('/v1/audit/closes', { body: {}, key: 'close 2' });
    expect(closed.status).toBe(201);
    const to = String(closed.body['closedAt']);
    const isSealed = async () => Number((await api.get('/v1/audit/checkpoint')).body['size']);
    await eventually(isSealed, (size) => size > Number(closed.body['index']), 30);

    const [first, second] = [await askedTrail(to), await askedTrail(to)];
    expect(first).toMatchObject({ status: 'made', reason: null, covers: { closingClose: closed.body['index'] } });
    expect([second['id'] === first['id'], second['hash']]).toEqual([false, first['hash']]);

    const [folder, zip, again] = ['trail', 'trail.zip', 'again.zip'].map((name) => join(stack.dataFolder, name));
    const quipu = (...words: readonly string[]) => spoken(['audit', ...words]);
    for (const out of [folder, zip, again]) {
      const made = await quipu('trail', '--to', to, '--out', String(out), '--data', stack.dataFolder, '--json');
      expect(JSON.parse(made.out)).toMatchObject({ hash: first['hash'] });
    }
    expect(readFileSync(String(zip)).equals(readFileSync(String(again)))).toBe(true);
    expect(readFileSync(join(String(folder), 'journal.hledger'), 'utf8')).toContain('Payout 7');

    const options = ['--key', keyOfLog(), '--checkpoint', kept];
    const said = await quipu('verify', String(zip), ...options);
    expect([said.exitCode, said.out]).toEqual([0, expect.stringMatching(/checked +key[\s\S]*checked +kept/)]);
    const verifier = join(String(folder), 'verify.mjs');
    const verified = spawnSync(process.execPath, [verifier, String(folder), ...options], { encoding: 'utf8' });
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringMatching(/checked +key[\s\S]*checked +kept/)]);
    const stranger = verifierKeyOf(bytesSha256, { name: origin, publicKey: new Uint8Array(32).fill(7) });
    expect(spawnSync(process.execPath, [verifier, String(folder), '--key', stranger]).status).toBe(1);
  }, 180_000);
});
