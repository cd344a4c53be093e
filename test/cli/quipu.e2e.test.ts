import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { dynamoProjectionStore } from '../../functions/adapters/dynamodb/projection-store.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { spoken } from './spoken.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
}, 60_000);

afterAll(() => stack.stop(), 30_000);

const quipu = async (...words: readonly string[]) => {
  const { exitCode, out, err } = await spoken([...words, '--data', stack.dataFolder, '--json']);
  return { exitCode, err, answer: out === '' ? undefined : JSON.parse(out) };
};

const putOnFactStream = async (text: string) => {
  const { endpoints, region, outputs } = stack.describe();
  const client = new KinesisClient({
    endpoint: endpoints.kinesis,
    region,
    credentials,
    requestHandler: new NodeHttpHandler(),
  });
  const StreamName = String(outputs['streamName']);
  await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'poison', Data: Buffer.from(text) }));
  client.destroy();
};

/** Changes a row of the views behind the consumer's back. */
const changeRow = async (partition: string, sort: string) => {
  const { endpoints, region, outputs } = stack.describe();
  const client = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  const store = dynamoProjectionStore({ client, tableName: (outputs['tableNames'] as { views: string }).views });
  const [row] = await store.load([{ partition, sort }]);
  if (row === undefined) throw new Error(`There is no row ${partition} ${sort}`);
  await store.commit([{ ...row, body: { ...row.body, credits: '6.00' } }]);
  client.destroy();
};

const parkedIds = async (): Promise<readonly string[]> =>
  (await quipu('parked', 'list')).answer.items.map(({ id }: { readonly id: string }) => id);

describe('the command line on a running stack', () => {
  it('shows, replays and drops what every consumer parked, while the others go on', async () => {
    await putOnFactStream('poison');
    const ids = await eventually(parkedIds, (found) => found.length === 3);
    const shown = await quipu('parked', 'show', ids[0] ?? '');
    expect(Buffer.from(shown.answer.data, 'base64').toString()).toBe('poison');
    expect(await quipu('accounts', 'open', 'bank', '--type', 'asset', '--currency', 'USD')).toMatchObject({
      exitCode: 0,
    });
    const replayed = await quipu('parked', 'replay', ids[0] ?? '');
    expect(replayed).toMatchObject({ exitCode: 0, answer: { facts: 1 } });
    // It is still poison, so each of the three parks it again, under another sequence number.
    await eventually(parkedIds, (found) => found.length === 5);
    expect(await quipu('parked', 'drop', ids[1] ?? '')).toMatchObject({ exitCode: 2 });
    for (const id of await parkedIds()) expect((await quipu('parked', 'drop', id, '--yes')).exitCode).toBe(0);
    expect(await parkedIds()).toEqual([]);
    expect((await quipu('parked', 'show', ids[1] ?? '')).exitCode).toBe(1);
  }, 60_000);

  it('verifies the views against the event store', async () => {
    await quipu('accounts', 'open', 'seller', '--type', 'liability', '--currency', 'USD');
    const legs = ['--currency', 'USD', '--debit', 'bank=5.00', '--credit', 'seller=5.00'];
    expect((await quipu('entries', 'post', ...legs)).exitCode).toBe(0);
    const { exitCode, answer } = await quipu('projections', 'verify', '--wait', '20');
    expect(answer).toMatchObject({ isSame: true });
    expect(answer.views.map(({ name }: { readonly name: string }) => name)).toEqual(['balance', 'fraud', 'audit']);
    expect(answer.views[0].rows).toBeGreaterThan(5);
    expect(exitCode).toBe(0);
    await changeRow('main#accounts', 'seller');
    const changed = await quipu('projections', 'verify', '--wait', '0');
    expect(changed).toMatchObject({ exitCode: 1, answer: { isSame: false, views: [{ differences: 2 }, {}, {}] } });
  }, 60_000);
});

describe('quipu tokens', () => {
  it('mints one for a second person, whom the API knows by it', async () => {
    const { answer, exitCode } = await quipu('tokens', 'mint', '--as', 'ben');
    expect(exitCode).toBe(0);
    const words = ['transfers', 'approve-repair', `trf_${'0'.repeat(26)}`, '--outcome', 'moved'];
    const { out } = await spoken([...words, '--json'], { QUIPU_URL: stack.url, QUIPU_TOKEN: answer.token });
    expect(JSON.parse(out)).toMatchObject({ status: 404, code: 'TransferNotFound' });
    const reader = await quipu('tokens', 'mint', '--as', 'ben', '--scopes', 'accounts:read');
    const refused = await spoken([...words, '--json'], { QUIPU_URL: stack.url, QUIPU_TOKEN: reader.answer.token });
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain('403');
  });
});
