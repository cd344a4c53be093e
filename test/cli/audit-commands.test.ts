import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ScriptedAnswer, type ScriptedApi, scriptedApi } from './scripted-api.ts';
import { spoken } from './spoken.ts';

const note = 'quipu/test/main\n3\nAAAA\n\n— quipu/test/main BBBB\n';
const close = {
  ...{ index: 5, ledger: 'main', accounts: 2, closedAt: '2026-11-24T00:05:00.000Z', heads: 'ab', previous: 2 },
  reason: 'schedule',
  currencies: [{ currency: 'USD', debits: '10.00', credits: '10.00' }],
};
const head = '{"accountId":"a:b","credits":"0.00","currency":"USD","debits":"10.00","version":4}';
const proven = {
  accountId: 'a:b',
  head,
  place: 0,
  accounts: 2,
  hashes: ['QQ=='],
  close: { index: 5, entry: '{}', proof: note },
};

describe('quipu audit', () => {
  const [apis, folders] = [[] as ScriptedApi[], [] as string[]];
  afterEach(async () => {
    await Promise.all(apis.splice(0).map(({ stop }) => stop()));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const asked = async (words: readonly string[], ...answers: readonly ScriptedAnswer[]) => {
    const api = await scriptedApi(...answers);
    apis.push(api);
    const said = await spoken(['audit', ...words], { QUIPU_URL: api.url, QUIPU_TOKEN: 'token-1' });
    return { ...said, paths: api.received.map(({ method, path }) => `${method} ${path}`), received: api.received };
  };

  const fresh = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'quipu-'));
    folders.push(folder);
    return join(folder, 'out');
  };

  it('checkpoint prints the note as it was signed, and what witnesses have cosigned', async () => {
    const cosigned = { size: 2, checkpoint: `${note}— w CCCC\n` };
    const said = await asked(['checkpoint'], { status: 200, body: { size: 3, checkpoint: note, cosigned } });
    expect(said.paths).toEqual(['GET /v1/audit/checkpoint']);
    expect(said.out).toBe(`${note}\nThe newest that a witness has cosigned:\n\n${note}— w CCCC\n`);
    const out = fresh();
    await asked(['checkpoint', '--out', out], { status: 200, body: { size: 3, checkpoint: note, cosigned: null } });
    expect(readFileSync(out, 'utf8')).toBe(note);
  });

  it('proof writes the file and its entry, and never over another', async () => {
    const body = { factId: 'main#J#1@0', proofs: [{ index: 1, entry: '{"a":1}', proof: note }] };
    const out = fresh();
    const said = await asked(['proof', 'main#J#1@0', '--out', out], { status: 200, body });
    expect(said.paths).toEqual(['GET /v1/audit/proofs/main%23J%231%400']);
    expect([readFileSync(out, 'utf8'), readFileSync(`${out}.entry`, 'utf8')]).toEqual([note, '{"a":1}']);
    expect(said.out).toBe(`entry 1:\n{"a":1}\n\n${note}\nWritten to ${out} and ${out}.entry.\n`);
    const again = await asked(['proof', 'main#J#1@0', '--out', out], { status: 200, body });
    expect([again.exitCode, again.err]).toEqual([1, `${out} is there already.\n`]);
    const inJson = await asked(['proof', 'main#J#1@0', '--json'], { status: 200, body });
    expect(JSON.parse(inJson.out)).toEqual(body);
  });

  it('consistency asks between two sizes, and wants the earlier', async () => {
    const body = { from: 1, to: 3, proof: `old 1\n\n${note}` };
    const said = await asked(['consistency', '--from', '1', '--to', '3'], { status: 200, body });
    expect(said.paths).toEqual(['GET /v1/audit/consistency?from=1&to=3']);
    expect(said.out).toBe(`old 1\n\n${note}`);
    expect((await asked(['consistency'])).exitCode).toBe(2);
  });

  it('balance proves an account at the newest close, or at the one that is named', async () => {
    const newest = { status: 200, body: { items: [close], nextCursor: null } };
    const said = await asked(['balance', 'a:b'], newest, { status: 200, body: proven });
    expect(said.paths).toEqual(['GET /v1/audit/closes?limit=1', 'GET /v1/audit/closes/5/accounts/a%3Ab']);
    expect(said.out).toMatch(/^account {3}a:b\ncurrency {2}USD\ndebits {4}10\.00\n/);
    expect(said.out).toContain(head);
    const named = await asked(['balance', 'a:b', '--close', '2'], { status: 200, body: proven });
    expect(named.paths).toEqual(['GET /v1/audit/closes/2/accounts/a%3Ab']);
    const never = await asked(['balance', 'a:b'], { status: 200, body: { items: [], nextCursor: null } });
    expect([never.exitCode, never.err]).toEqual([1, expect.stringContaining('never closed')]);
  });

  it('close closes once for a key, and closes lists', async () => {
    const said = await asked(['close', '--key', 'k'], { status: 201, body: close });
    expect(said.paths).toEqual(['POST /v1/audit/closes']);
    expect([said.received[0]?.headers['idempotency-key'], said.received[0]?.body]).toEqual(['k', {}]);
    expect(said.out).toMatch(
      /^close {6}5\nledger {5}main\n[\s\S]*currency {2}debits {2}credits\nUSD {8}10\.00 {4}10\.00\n$/,
    );
    expect((await asked(['close', '--dry-run'], { status: 200, body: close })).paths).toEqual([
      'POST /v1/audit/closes?dryRun=true',
    ]);
    const listed = await asked(['closes', '--limit', '1'], { status: 200, body: { items: [close], nextCursor: 'c' } });
    expect(listed.paths).toEqual(['GET /v1/audit/closes?limit=1']);
    expect(listed.out).toMatch(/close {2}closed at[\s\S]*5 {2}2026-11-24T00:05:00\.000Z[\s\S]*--cursor c/);
  });
});
