import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, type DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createStreams } from '../../../../infra/local/engines/create-streams.ts';
import { createTables } from '../../../../infra/local/engines/create-tables.ts';
import { append, enginesOfTest, table, views } from './engines-of-test.ts';

const { openFolder, start, stopAll } = enginesOfTest();

afterEach(stopAll);

const appendMany = async (client: DynamoDBClient, from: number, count: number): Promise<void> => {
  for (let id = from; id < from + count; id += 8)
    await Promise.all(Array.from({ length: 8 }, (_, more) => append(client, id + more)));
};

/**
 * The processor time that a process has used, in hundredths of a second: unlike a clock, it does not see other
 * programs.
 */
const processorTime = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
};

const tablesIn = (file: string): readonly unknown[] => {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT table_name FROM _tables').all();
  database.close();
  return rows.map((row) => row['table_name']);
};

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('engines', () => {
  it('have the declared tables with their indexes and streams, and keep them', async () => {
    const folder = openFolder();
    const first = await start(folder);
    await createTables(first.dynamodb, [table]);
    await append(first.dynamodb, 1);
    await first.engines.stop();

    const { dynamodb } = await start(folder);
    await createTables(dynamodb, [table]);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'ledger' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [{ IndexName: 'open', Projection: { ProjectionType: 'ALL' } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    await expect(append(dynamodb, 1)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  }, 30_000);

  it.each([
    ['keys', { rangeKey: undefined, attributes: table.attributes.filter(({ name }) => name !== 'sk') }],
    ['indexes', { indexes: [], attributes: table.attributes.filter(({ name }) => name !== 'open') }],
    ['stream', { streamViewType: undefined }],
  ])(
    'refuse a table that is there with other %s than are declared',
    async (_what, change) => {
      const { dynamodb } = await start(openFolder());
      await createTables(dynamodb, [table]);
      await expect(createTables(dynamodb, [{ ...table, ...change }])).rejects.toThrow(
        /other keys, indexes or stream.*--fresh/s,
      );
    },
    30_000,
  );

  it('have the declared streams, under the declared ARNs, and keep them', async () => {
    const folder = openFolder();
    const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/facts';
    for (let time = 0; time < 2; time += 1) {
      const { engines, kinesis } = await start(folder);
      await createStreams(kinesis, [{ name: 'facts', arn, shards: 2 }]);
      const { StreamDescriptionSummary } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName: 'facts' }),
      );
      expect(StreamDescriptionSummary).toMatchObject({ StreamARN: arn, StreamStatus: 'ACTIVE', OpenShardCount: 2 });
      await expect(createStreams(kinesis, [{ name: 'facts', arn, shards: 3 }])).rejects.toThrow('--fresh');
      await engines.stop();
    }
  }, 30_000);

  onLinux(
    'do not slow down as the stream of a table grows',
    async () => {
      const { dynamodb, dynoxides } = await start(openFolder());
      const pid = dynoxides().withStream;
      await createTables(dynamodb, [table]);
      const costOf = async (from: number, count: number): Promise<number> => {
        const before = processorTime(pid);
        await appendMany(dynamodb, from, count);
        return processorTime(pid) - before;
      };
      const young = await costOf(0, 400);
      await appendMany(dynamodb, 1_000, 1_600);
      const old = await costOf(4_000, 400);
      // With the index it is the same. Without, it is several times as much by then, and keeps growing.
      expect(old / young).toBeLessThan(1.8);
    },
    120_000,
  );

  it('are indexed before the first table is made', async () => {
    const folder = openFolder();
    const { engines } = await start(folder);
    await engines.stop();
    const database = new DatabaseSync(folder.inside('dynamodb', 'with-stream.db'));
    const plan = database
      .prepare(
        'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
      )
      .all('ledger');
    database.close();
    expect(JSON.stringify(plan)).toContain('quipu_stream_order');
  }, 30_000);

  it('do not mind a client that goes away in the middle of a request', async () => {
    const { engines, kinesis } = await start(openFolder());
    await createStreams(kinesis, [{ name: 'facts', arn: '', shards: 1 }]);
    const { port, hostname } = new URL(engines.kinesisUrl);
    const half = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half":';
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(half, () => setTimeout(() => socket.resetAndDestroy(), 50)),
      );
      socket.once('close', () => resolve());
    });
    await pause(100);
    const put = new PutRecordCommand({ StreamName: 'facts', Data: Buffer.from('fact'), PartitionKey: 'a' });
    expect((await kinesis.send(put)).SequenceNumber).toBeDefined();
  }, 30_000);

  it.each(['withStream', 'withoutStream'] as const)(
    'say so when the DynamoDB engine %s ends by itself',
    async (name) => {
      const { engines, dynoxides } = await start(openFolder());
      process.kill(dynoxides()[name], 'SIGKILL');
      expect(await engines.failed).toContain('ended by itself');
    },
    30_000,
  );

  it('keep tables that have a stream in one file and all others in another, over a restart too', async () => {
    const folder = openFolder();
    const first = await start(folder);
    await createTables(first.dynamodb, [table, views]);
    await append(first.dynamodb, 1);
    await append(first.dynamodb, 2, 'views');
    await first.engines.stop();
    expect(tablesIn(folder.inside('dynamodb', 'with-stream.db'))).toEqual(['ledger']);
    expect(tablesIn(folder.inside('dynamodb', 'without-stream.db'))).toEqual(['views']);

    const { dynamodb } = await start(folder);
    await createTables(dynamodb, [table, views]);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['ledger', 'views']);
    for (const [id, TableName] of [
      [1, 'ledger'],
      [2, 'views'],
    ] as const)
      expect((await dynamodb.send(new ScanCommand({ TableName }))).Items?.map(({ pk }) => pk?.S).sort()).toEqual(
        [0, 1, 2].map((part) => `${id}-${part}`),
      );
  }, 30_000);

  it('append to the event table while a DynamoDB transaction of views is not done', async () => {
    const { dynamodb, dynoxides } = await start(openFolder());
    await createTables(dynamodb, [table, views]);
    const { withoutStream } = dynoxides();
    process.kill(withoutStream, 'SIGSTOP');
    const waiting = append(dynamodb, 1, 'views');
    await append(dynamodb, 1);
    process.kill(withoutStream, 'SIGCONT');
    await waiting;
  }, 30_000);

  it('leave DynamoDB to an endpoint that the user names', async () => {
    const { engines } = await start(openFolder(), { QUIPU_DYNAMODB_URL: 'http://127.0.0.1:8000' });
    expect(engines.dynamodbUrl).toBe('http://127.0.0.1:8000');
    expect(engines.dynamodbEngines).toBeUndefined();
  }, 30_000);
});
