import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifierKeyOf } from '../../domain/audit/log/signed-note.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { spoken } from '../cli/spoken.ts';
import { provesInclusion, referenceLeafHash } from '../domain/audit/log/reference-tree.ts';
import { type Api, apiClient, openAccounts } from '../support/api-client.ts';
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
