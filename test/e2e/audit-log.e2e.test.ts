import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiClient, openAccounts } from '../support/api-client.ts';
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

const proofOf = (factId: string): Promise<AuditProof> => auditProofOf(api, factId);

const sizeIn = (proof: AuditProof): number => {
  expect(proof.proof).toContain('\n\nquipu/local/main\n');
  const size = sizeProvenBy(proof, createPublicKey(readFileSync(join(stack.dataFolder, 'audit-log.pem'))));
  if (size === undefined) throw new Error(`Not proven: ${proof.proof}`);
  return size;
};

describe('the audit log over HTTP', () => {
  it('proves each fact, with a key that stays when the whole stack is killed', async () => {
    await openAccounts(api, { bank: { type: 'asset' } });
    const before = await proofOf('main#A#bank@1');
    const size = sizeIn(before);
    await openAccounts(api, { seller: { type: 'liability' } });
    await stack.kill();
    await start(stack.dataFolder);
    const later = await proofOf('main#A#seller@1');
    expect(sizeIn(later)).toBeGreaterThan(size);
    const again = await proofOf('main#A#bank@1');
    expect(again).toMatchObject({ index: before.index, entry: before.entry });
    sizeIn(again);
    sizeIn(before);
  }, 240_000);
});
