import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../domain/shared/json.ts';
import { type ScriptedApi, scriptedApi } from './scripted-api.ts';
import { spoken } from './spoken.ts';

const apis: ScriptedApi[] = [];
afterEach(async () => {
  await Promise.all(apis.splice(0).map(({ stop }) => stop()));
});

const asked = async (words: readonly string[], body: Json, input = '') => {
  const api = await scriptedApi({ status: 200, body });
  apis.push(api);
  const said = await spoken(words, { QUIPU_URL: api.url, QUIPU_TOKEN: 'token-1' }, input);
  return { ...said, received: api.received };
};

const erasure = { status: 'erased', keyId: 'sbk_1', factId: 'main#P#sbk_1@0', recordedAt: '2026-11-24T10:00:00.000Z' };

describe('quipu sealed', () => {
  it('seals what is on standard input, without its line break, and prints the text alone', async () => {
    const sealed = await asked(['sealed', 'seal', 'person-77', '--key', 'k'], { sealed: 'slv1.x.y' }, 'Ada Lovelace\n');
    expect(sealed).toMatchObject({ exitCode: 0, out: 'slv1.x.y\n', err: '' });
    expect(sealed.received).toMatchObject([
      { method: 'POST', path: '/v1/sealed-values', body: { subject: 'person-77', value: 'Ada Lovelace' } },
    ]);
    expect(sealed.received[0]?.headers['idempotency-key']).toBe('k');
  });

  it('opens a text, and prints the value alone', async () => {
    const opened = await asked(['sealed', 'open', 'slv1.x.y'], { value: 'Ada Lovelace', keyId: 'sbk_1' });
    expect(opened).toMatchObject({ exitCode: 0, out: 'Ada Lovelace\n' });
    expect(opened.received).toMatchObject([{ method: 'GET', path: '/v1/sealed-values/slv1.x.y' }]);
  });
});

describe('quipu subjects erase', () => {
  it('tells the fact of it', async () => {
    const { out, received } = await asked(['subjects', 'erase', 'person-77', '--key', 'k'], erasure);
    expect(out).toBe(
      'status       erased\nkey          sbk_1\nfact         main#P#sbk_1@0\nrecorded at  2026-11-24T10:00:00.000Z\n',
    );
    expect(received).toMatchObject([{ method: 'DELETE', path: '/v1/subjects/person-77' }]);
    expect(received[0]?.headers['idempotency-key']).toBe('k');
  });

  it('says so where there was nothing, and what would be on a dry run', async () => {
    const nothing = await asked(['subjects', 'erase', 'x'], { ...erasure, keyId: null, factId: null });
    expect(nothing.out).toContain('nothing is sealed for this subject');
    const rehearsed = await asked(['subjects', 'erase', 'x', '--dry-run'], { ...erasure, factId: null, dryRun: true });
    expect(rehearsed.out).toContain('would be erased');
    expect(rehearsed.received[0]?.path).toBe('/v1/subjects/x?dryRun=true');
  });
});
