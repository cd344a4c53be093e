import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { spoken } from '../cli/spoken.ts';
import { type Answer, type Api, apiClient, entryOf, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let api: Api;

beforeAll(async () => {
  stack = await startLocalStack();
  api = apiClient(stack);
  await openAccounts(api, { bank: { type: 'asset' }, seller: { type: 'liability' } });
}, 60_000);

afterAll(() => stack.stop(), 30_000);

/** The process that a function runs in at the moment; undefined while it has none. */
const processOf = (functionName: string): number | undefined =>
  Object.entries(stack.describe().functions).find(([name]) => name.endsWith(`-${functionName}`))?.[1].pid;

const killWorkerOf = async (functionName: string): Promise<void> => {
  const pid = await eventually(
    async () => processOf(functionName),
    (found) => found !== undefined,
  );
  try {
    process.kill(pid ?? 0, 'SIGKILL');
  } catch {
    // It ended by itself in between, as it would have had to.
  }
};

const post = (count: number): Promise<readonly Answer[]> =>
  Promise.all(
    Array.from({ length: count }, () => api.post('/v1/journal-entries', { body: entryOf('bank', 'seller', '1.00') })),
  );

const putPoison = async (text: string): Promise<void> => {
  const { endpoints, region, outputs } = stack.describe();
  const client = new KinesisClient({
    endpoint: endpoints.kinesis,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler(),
  });
  const StreamName = String(outputs['streamName']);
  await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'poison', Data: Buffer.from(text) }));
  client.destroy();
};

const verified = async (): Promise<unknown> => {
  const { out } = await spoken(['projections', 'verify', '--wait', '60', '--data', stack.dataFolder, '--json']);
  return JSON.parse(out);
};

describe('the consumers', () => {
  it('agree with a fresh replay, byte for byte, though workers are killed and poison is among the facts', async () => {
    for (const consumer of ['balance', 'fraud', 'audit', 'relay']) {
      const posting = post(25);
      await killWorkerOf(consumer);
      await putPoison(`poison beside ${consumer}`);
      expect((await posting).every(({ status }) => status === 201)).toBe(true);
    }
    expect(await verified()).toMatchObject({ isSame: true });
    const entries = await api.get('/v1/accounts/seller/entries?limit=200');
    expect(entries.body['items']).toHaveLength(100);
    const { out } = await spoken(['parked', 'list', '--data', stack.dataFolder, '--json']);
    expect(JSON.parse(out).items).toHaveLength(3 * 4);
  }, 120_000);
});
