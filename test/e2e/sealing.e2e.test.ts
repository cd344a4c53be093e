import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { type Api, apiClient, entryOf, openAccounts } from '../support/api-client.ts';
import { type AuditProof, auditProofOf, sizeProvenBy } from '../support/audit-proof.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let api: Api;

const start = async (dataFolder?: string): Promise<void> => {
  stack = await startLocalStack(dataFolder);
  api = apiClient(stack);
};

beforeAll(() => start(), 60_000);
afterAll(() => stack.stop(), 30_000);

const logKey = () => createPublicKey(readFileSync(join(stack.dataFolder, 'audit-log.pem')));
const holds = (proof: AuditProof): boolean => sizeProvenBy(proof, logKey()) !== undefined;
const proofOf = (factId: string): Promise<AuditProof> => auditProofOf(api, factId);

const canary = 'Ada Canary Lovelace';
const subject = 'person-5b1c8';
const entries = '/v1/journal-entries';

describe('personal data on the whole stack', () => {
  it('is sealed, posted, opened and forgotten, and every proof holds', async () => {
    await openAccounts(api, { bank: { type: 'asset' }, seller: { type: 'liability' } });
    const { body } = await api.post('/v1/sealed-values', { body: { subject, value: canary } });
    const sealed = String(body['sealed']);
    const posted = await api.post(entries, { body: { ...entryOf('bank', 'seller', '12.50'), description: sealed } });
    expect(posted).toMatchObject({ status: 201, body: { description: sealed } });
    const entryFact = `main#J#${posted.body['id']}@0`;
    const before = await proofOf(entryFact);
    expect(holds(before)).toBe(true);
    const opened = await api.get(`/v1/sealed-values/${sealed}`);
    expect(opened).toMatchObject({ status: 200, body: { value: canary } });

    const erased = await api.delete(`/v1/subjects/${subject}`, { key: 'forget' });
    expect(erased).toMatchObject({ status: 200, body: { status: 'erased', keyId: sealed.split('.')[1] } });
    const again = await api.delete(`/v1/subjects/${subject}`, { key: 'forget' });
    expect(again.body).toEqual(erased.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const gone = { status: 410, body: { code: 'SubjectErased' } };
    expect(await api.get(`/v1/sealed-values/${sealed}`)).toMatchObject(gone);

    await stack.kill();
    await start(stack.dataFolder);
    expect(await api.get(`/v1/sealed-values/${sealed}`)).toMatchObject(gone);
    expect(holds(before)).toBe(true);
    const after = await proofOf(entryFact);
    expect(after.entry).toBe(before.entry);
    expect(holds(after)).toBe(true);
    expect(await api.get(`${entries}/${posted.body['id']}`)).toMatchObject({
      body: { description: sealed, hash: posted.body['hash'] },
    });
    expect(sha256(textOf(before.entry))).toBe(posted.body['hash']);
    const erasure = await proofOf(String(erased.body['factId']));
    expect(holds(erasure)).toBe(true);
    expect(erasure.entry).toContain('SubjectErased');
    expect(await proofOf(String(opened.body['factId'])).then(holds)).toBe(true);
    const next = await api.post('/v1/sealed-values', { body: { subject, value: canary } });
    expect(String(next.body['sealed']).split('.')[1]).not.toBe(sealed.split('.')[1]);
    expect(filesThatTell(stack.dataFolder)).toEqual([]);
  }, 240_000);
});

/** The fact's text as it was stored, which its hash is of. */
const textOf = (entry: string): string => canonicalJson(JSON.parse(entry).data);

/** Files below the folder that have the value or the subject in them. */
const filesThatTell = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .filter((file) => [canary, subject].some((secret) => readFileSync(file).includes(secret)));
