import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { provesInclusion, referenceLeafHash } from '../domain/audit/log/reference-tree.ts';
import { type Api, apiClient, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let api: Api;

const start = async (dataFolder?: string): Promise<void> => {
  stack = await startLocalStack(dataFolder);
  api = apiClient(stack);
};

beforeAll(() => start(), 60_000);
afterAll(() => stack.stop(), 30_000);

/** A fact is sealed as it comes, or by the schedule, which fires each minute. */
const sealedSeconds = 80;

type Proof = { readonly index: number; readonly entry: string; readonly proof: string };

const proofOf = async (factId: string): Promise<Proof> => {
  const answer = await eventually(
    () => api.get(`/v1/audit/proofs/${encodeURIComponent(factId)}`),
    ({ status }) => status === 200,
    sealedSeconds,
  );
  const [proof] = answer.body['proofs'] as readonly Proof[];
  if (proof === undefined) throw new Error('No proof');
  return proof;
};

/** Checks a proof with nothing but its text, the entry and the public key; answers the size of the log. */
const sizeProvenBy = ({ index, entry, proof }: Proof): number => {
  const [head = '', text = '', signature = ''] = proof.split('\n\n');
  const [, , ...hashes] = head.split('\n').map((line) => Buffer.from(line, 'base64').toString('hex'));
  const [origin, size, root = ''] = text.split('\n');
  expect(origin).toBe('quipu/local/main');
  const bytes = Buffer.from(signature.trim().split(' ').at(-1) ?? '', 'base64').subarray(4);
  const key = createPublicKey(readFileSync(join(stack.dataFolder, 'audit-log.pem')));
  expect(verify(null, Buffer.from(`${text}\n`), key, bytes)).toBe(true);
  const claim = { leafHash: referenceLeafHash(Buffer.from(entry)), index, size: Number(size), proof: hashes };
  expect(provesInclusion({ ...claim, root: Buffer.from(root, 'base64').toString('hex') })).toBe(true);
  return claim.size;
};

describe('the audit log over HTTP', () => {
  it('proves each fact, with a key that stays when the whole stack is killed', async () => {
    await openAccounts(api, { bank: { type: 'asset' } });
    const before = await proofOf('main#A#bank@1');
    const size = sizeProvenBy(before);
    await openAccounts(api, { seller: { type: 'liability' } });
    await stack.kill();
    await start(stack.dataFolder);
    const later = await proofOf('main#A#seller@1');
    expect(sizeProvenBy(later)).toBeGreaterThan(size);
    const again = await proofOf('main#A#bank@1');
    expect(again).toMatchObject({ index: before.index, entry: before.entry });
    sizeProvenBy(again);
    sizeProvenBy(before);
  }, 240_000);
});
