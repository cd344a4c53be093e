import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import kinesalite from 'kinesalite';
import { type Listening, listen } from '../../../../infra/local/listen.ts';
import { eventually, streamArn } from './fakes.ts';
import { collect, useEngineMappings } from './use-engine-mappings.ts';

type KinesisRecord = {
  readonly eventID: string;
  readonly kinesis: { readonly data: string; readonly partitionKey: string; readonly sequenceNumber: string };
};

describe('mapping of a Kinesis stream', () => {
  const { start, positions } = useEngineMappings();
  const StreamName = 'facts';
  let engine: Listening;
  let kinesis: KinesisClient;

  beforeAll(async () => {
    // In memory, so that no native code is part of the test.
    const times = { createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0 };
    engine = await listen(kinesalite({ ...times, shardLimit: 100 }));
    kinesis = new KinesisClient({
      endpoint: engine.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: new NodeHttpHandler(),
    });
  });
  afterAll(async () => {
    kinesis.destroy();
    await engine.stop();
  });
  beforeEach(() => createStream());
  afterEach(() => kinesis.send(new DeleteStreamCommand({ StreamName })));

  const createStream = async () => {
    await eventually(async () => {
      try {
        await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
        return true;
      } catch {
        return false;
      }
    });
    await put([]);
  };
  const put = async (texts: readonly string[]): Promise<void> => {
    const Records = texts.map((text) => ({
      Data: Buffer.from(JSON.stringify({ text })),
      PartitionKey: text.slice(0, 1),
    }));
    await eventually(async () => {
      if (Records.length === 0) {
        return true;
      }
      const answer = await kinesis.send(new PutRecordsCommand({ StreamName, Records })).catch(() => undefined);
      return answer?.FailedRecordCount === 0;
    });
  };
  const textOf = (record: KinesisRecord): string =>
    JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString()).text;

  it('reads every shard from its start, each in order, in Lambda’s shape', async () => {
    await put(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
    const { received, invoker } = collect<KinesisRecord>();
    start(engine.url, invoker);
    await eventually(() => received.length === 6);
    await put(['a3']);
    await eventually(() => received.length === 7);
    for (const key of ['a', 'b', 'c']) {
      const texts = received.map(textOf).filter((text) => text.startsWith(key));
      expect(texts).toEqual([...texts].sort());
    }
    const first = received.find((record) => textOf(record) === 'a1');
    expect(first).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'a',
        sequenceNumber: expect.stringMatching(/^\d{56}$/),
        data: Buffer.from('{"text":"a1"}').toString('base64'),
        approximateArrivalTimestamp: expect.any(Number),
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: expect.stringMatching(/^shardId-00000000000[01]:\d{56}$/),
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
      awsRegion: 'eu-central-1',
      eventSourceARN: streamArn,
    });
  });

  it('goes on after the last record that was done when it starts again', async () => {
    await put(['a1', 'b1', 'c1']);
    const before = collect<KinesisRecord>();
    const mapping = start(engine.url, before.invoker);
    await eventually(() => before.received.length === 3);
    await mapping.stop();
    await put(['a2']);
    const after = collect<KinesisRecord>();
    start(engine.url, after.invoker);
    await eventually(() => after.received.length > 0);
    expect(after.received.map(textOf)).toEqual(['a2']);
  });

  it('reads what comes after a split, once the parent is read to its end', async () => {
    await put(['a1', 'a2', 'b1', 'c1']);
    const { received, invoker } = collect<KinesisRecord>();
    const middle = (2n ** 126n).toString();
    const split = new SplitShardCommand({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: middle,
    });
    await kinesis.send(split);
    await put(['a3', 'b2', 'c2']);
    start(engine.url, invoker);
    await eventually(
      () => received.length === 7,
      () => received.map(textOf),
    );
    const texts = received.map(textOf).filter((text) => text.startsWith('a'));
    expect(texts).toEqual(['a1', 'a2', 'a3']);
    // The parent's end may be written a moment after its children are read.
    await eventually(async () => JSON.stringify((await positions())['shardId-000000000000']) === '{"ended":true}');
  });

  it('filters on the JSON that a record holds', async () => {
    await put(['a1', 'b1', 'a2']);
    const { received, invoker } = collect<KinesisRecord>();
    start(engine.url, invoker, { filters: ['{"data":{"text":[{"prefix":"a"}]}}'] });
    await eventually(() => received.length === 2);
    expect(received.map(textOf)).toEqual(['a1', 'a2']);
  });

  it('begins again where the stream was made anew while it was stopped', async () => {
    await put(['a1', 'a2', 'a3']);
    const before = collect<KinesisRecord>();
    const mapping = start(engine.url, before.invoker);
    await eventually(() => before.received.length === 3);
    await mapping.stop();
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    // Streams are told apart by the second in which they were made.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await createStream();
    await put(['a1']);
    const after = collect<KinesisRecord>();
    start(engine.url, after.invoker);
    await eventually(() => after.received.length === 1);
  });
});
