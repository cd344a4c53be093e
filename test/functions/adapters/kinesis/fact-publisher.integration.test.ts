import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { kinesisFactPublisher } from '../../../../functions/adapters/kinesis/fact-publisher.ts';
import { createStreams } from '../../../../infra/local/engines/create-streams.ts';
import { type KinesisEngine, startKinesis } from '../../../../infra/local/engines/start-kinesis.ts';

const folder = mkdtempSync(join(tmpdir(), 'quipu-kinesis-'));
let engine: KinesisEngine;
let client: KinesisClient;

beforeAll(async () => {
  engine = await startKinesis({ folder, region: 'eu-central-1', accountId: '000000000000' });
  client = new KinesisClient({
    endpoint: engine.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler(),
  });
  await createStreams(client, [{ name: 'facts', arn: 'arn', shards: 1 }]);
}, 30_000);

afterAll(async () => {
  client.destroy();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the fact publisher on Kinesis', () => {
  it('puts facts on the stream as they are, under their partition keys', async () => {
    const facts = Array.from({ length: 501 }, (_, index) => ({
      partitionKey: `main#J#${index}`,
      text: `{"n":${index},"ä":"€"}`,
    }));
    expect(await kinesisFactPublisher({ client, streamName: 'facts' }).publish(facts)).toEqual([]);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'facts',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
    const found = Records.map(({ PartitionKey, Data = new Uint8Array() }) => ({
      partitionKey: PartitionKey,
      text: Buffer.from(Data).toString(),
    }));
    expect(found).toEqual(facts);
  });
});
