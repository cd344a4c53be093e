import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';
import { eventually } from './fakes.ts';
import { collect, useEngineMappings } from './use-engine-mappings.ts';

type StreamRecord = {
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly dynamodb: { readonly NewImage?: Readonly<Record<string, unknown>>; readonly SequenceNumber: string };
};

describe('mapping of a table’s stream', () => {
  const { start, positions, setPositions } = useEngineMappings();
  let engine: DynamoDbEngine;
  let table: string;

  beforeAll(async () => {
    engine = await openDynamoDb();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    table = await engine.createTable({ sortKey: 'N', stream: true });
  });

  const put = (pk: string, published?: string) =>
    engine.client.send(
      new PutItemCommand({
        TableName: table,
        Item: { pk: { S: pk }, sk: { N: '1' }, ...(published === undefined ? {} : { published: { S: published } }) },
      }),
    );
  const source = () => ({
    kind: 'dynamodb' as const,
    arn: `arn:aws:dynamodb:eu-central-1:000000000000:table/${table}/stream/declared`,
  });
  const published = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"published":{"S":["yes"]}}}}';

  it('hands over what the filter lets pass, in Lambda’s shape', async () => {
    await put('a');
    await put('b', 'yes');
    await put('b', 'yes');
    await engine.client.send(new DeleteItemCommand({ TableName: table, Key: { pk: { S: 'b' }, sk: { N: '1' } } }));
    await put('c', 'no');
    await put('d', 'yes');
    const { received, invoker } = collect<StreamRecord>();
    start(engine.endpoint, invoker, { source: source(), filters: [published] });
    await eventually(() => received.length === 2);
    expect(received[0]).toMatchObject({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: source().arn,
      dynamodb: {
        Keys: { pk: { S: 'b' }, sk: { N: '1' } },
        NewImage: { pk: { S: 'b' }, sk: { N: '1' }, published: { S: 'yes' } },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
    expect(received[1]?.dynamodb.NewImage?.['pk']).toEqual({ S: 'd' });
  });

  it('keeps its position past what was held back', async () => {
    await put('a');
    await put('b');
    const before = collect<StreamRecord>();
    const mapping = start(engine.endpoint, before.invoker, { source: source(), filters: [published] });
    await eventually(async () => Object.keys(await positions().catch(() => ({}))).length === 1);
    await mapping.stop();
    await put('c', 'yes');
    const after = collect<StreamRecord>();
    start(engine.endpoint, after.invoker, { source: source() });
    await eventually(() => after.received.length > 0);
    expect(after.received.map((record) => record.dynamodb.NewImage?.['pk'])).toEqual([{ S: 'c' }]);
  });

  it('goes on behind its position, also where that has more digits than others', async () => {
    for (let item = 0; item < 12; item += 1) await put(`before ${item}`);
    const before = collect<StreamRecord>();
    const mapping = start(engine.endpoint, before.invoker, { source: source() });
    await eventually(() => before.received.length === 12);
    await mapping.stop();
    await put('after');
    const after = collect<StreamRecord>();
    start(engine.endpoint, after.invoker, { source: source() });
    await eventually(() => after.received.length > 0);
    expect(after.received.map((record) => record.dynamodb.NewImage?.['pk'])).toEqual([{ S: 'after' }]);
  });

  it('begins again where its position is one of records that were lost', async () => {
    await put('a');
    const before = collect<StreamRecord>();
    const mapping = start(engine.endpoint, before.invoker, { source: source() });
    await eventually(() => before.received.length === 1);
    await mapping.stop();
    await setPositions('1000000');
    const after = collect<StreamRecord>();
    start(engine.endpoint, after.invoker, { source: source() });
    await eventually(() => after.received.length > 0);
    expect(after.received.map((record) => record.dynamodb.NewImage?.['pk'])).toEqual([{ S: 'a' }]);
  });
});
