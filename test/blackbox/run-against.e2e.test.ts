import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openIssuer } from '../../infra/local/issuer/open-issuer.ts';
import { apiClient, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { accountPrefix } from './against/check-ground.ts';
import { parseHistory } from './history/recorder.ts';
import { runAgainst } from './run-against.ts';
import { summaryOf } from './summary.ts';

let stack: LocalStack;
let folder: string;

beforeAll(async () => {
  stack = await startLocalStack();
  folder = mkdtempSync(join(tmpdir(), 'quipu-kit-'));
}, 60_000);

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
}, 30_000);

const scopes = ['accounts', 'entries', 'holds'].flatMap((name) => [`${name}:read`, `${name}:write`]);

const mint = async (ledger: string, more: readonly string[] = ['audit:read']): Promise<string> => {
  const issuer = await openIssuer({
    folder: stack.dataFolder,
    url: 'http://127.0.0.1/local-issuer',
    audience: ['quipu'],
  });
  const claims = { subject: 'invariants', ledger, scopes: [...scopes, ...more] };
  return issuer.mintToken({ ...claims, expiresInSeconds: 3_600 });
};

const run = (token: string, ...more: readonly string[]): Promise<number> =>
  runAgainst(['--target', stack.url, '--token', token, ...more]);

describe('the kit against a deployment', () => {
  it('finds a sound ledger sound, needs no more than its own ledger, and leaves it empty and closed', async () => {
    const token = await mint('invariants');
    const file = join(folder, 'history.jsonl');
    expect(await run(token, '--minutes', '0.1', '--clients', '3', '--history', file)).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(token);
    expect(summaryOf(parseHistory(text))).toMatchObject({ undetermined: 0, anomalies: [] });
    const { body } = await apiClient({ url: stack.url, token }).get('/v1/accounts?limit=200');
    const accounts = body['items'] as readonly { readonly id: string; readonly status: string }[];
    expect(accounts.length).toBeGreaterThan(5);
    expect(accounts.every(({ id, status }) => id.startsWith(`${accountPrefix}:`) && status === 'closed')).toBe(true);
  }, 300_000);

  it('keeps away from a ledger of others, and from a token that is not enough', async () => {
    await openAccounts(apiClient(stack), { 'somebody-else': { type: 'asset' } });
    const listed = () => apiClient(stack).get('/v1/accounts');
    await eventually(listed, ({ body }) => (body['items'] as readonly unknown[]).length === 1);
    expect(await run(await mint('main'))).toBe(2);
    expect(await run(await mint('empty', []))).toBe(2);
    expect(await run('no-token')).toBe(2);
    expect(await run(await mint('empty'), '--minutes', '500')).toBe(2);
    expect((await listed()).body['items']).toHaveLength(1);
  }, 60_000);
});
