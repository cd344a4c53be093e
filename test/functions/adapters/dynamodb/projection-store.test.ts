import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoProjectionStore, rowBackoff } from '../../../../functions/adapters/dynamodb/projection-store.ts';

type Sent = { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> };

/** A store on a client that answers, one after another, what a real engine does not on demand. */
const storeOn = (answer: (call: number, input: Sent['input']) => unknown) => {
  const inputs: Sent['input'][] = [];
  const waits: number[] = [];
  const send = async ({ input }: Sent) => {
    const answered = answer(inputs.push(input) - 1, input);
    if (answered instanceof Error) throw answered;
    return answered;
  };
  const store = dynamoProjectionStore({
    client: { send } as unknown as DynamoDBClient,
    tableName: 't',
    waiting: { pause: async (milliseconds) => void waits.push(milliseconds), random: () => 1 },
  });
  return { store, inputs, waits };
};

const key = (sort: string) => ({ partition: 'p', sort });
const attributes = (sort: string) => ({ pk: { S: 'p' }, sk: { S: sort }, revision: { N: '1' }, body: { S: '{}' } });
const keys = (...sorts: readonly string[]) => sorts.map((sort) => ({ pk: { S: 'p' }, sk: { S: sort } }));
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const failing = (name: string) => Object.assign(new Error('refused'), { name });
const change = { key: key('a'), revision: 1, body: {} };

describe('the projection store on DynamoDB', () => {
  it('asks again for the keys that DynamoDB left unprocessed, and only for those', async () => {
    const { store, inputs, waits } = storeOn((call) =>
      call === 0
        ? { Responses: { t: [attributes('a')] }, UnprocessedKeys: { t: { Keys: keys('b', 'c') } } }
        : { Responses: { t: [attributes('b')] }, UnprocessedKeys: {} },
    );
    expect((await store.load(['a', 'b', 'c'].map(key))).map(({ key: { sort } }) => sort)).toEqual(['a', 'b']);
    expect(inputs.map(({ RequestItems }) => RequestItems)).toEqual([
      { t: { Keys: keys('a', 'b', 'c'), ConsistentRead: true } },
      { t: { Keys: keys('b', 'c'), ConsistentRead: true } },
    ]);
    expect(waits).toEqual([rowBackoff.delayFirst]);
  });

  it('does not take unprocessed keys for missing rows, however long it lasts', async () => {
    const { store, inputs } = storeOn(() => ({ Responses: {}, UnprocessedKeys: { t: { Keys: keys('a') } } }));
    await expect(store.load([key('a')])).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(inputs).toHaveLength(rowBackoff.attemptsMaximum);
  });

  it.each(['TransactionConflict', 'ThrottlingError'])('sends a commit again after %s', async (code) => {
    const { store, inputs } = storeOn((call) => (call < 2 ? cancelled('None', code) : {}));
    expect(await store.commit([change, { ...change, key: key('b') }])).toBe('committed');
    expect(inputs).toHaveLength(3);
  });

  it('gives up on a commit for a passing reason', async () => {
    const { store, inputs } = storeOn(() => cancelled('TransactionConflict'));
    await expect(store.commit([change])).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(inputs).toHaveLength(rowBackoff.attemptsMaximum);
  });

  it('conflicts where a revision is another, whatever else was in the way', async () => {
    const { store } = storeOn(() => cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    expect(await store.commit([change, { ...change, key: key('b') }])).toBe('conflict');
  });

  it.each([
    ['ValidationException', 'PermanentFailure'],
    ['AccessDeniedException', 'TransientFailure'],
    ['ResourceNotFoundException', 'TransientFailure'],
    ['InternalServerError', 'TransientFailure'],
  ])('takes %s as a %s: only a bad row is for ever', async (thrown, name) => {
    const { store } = storeOn(() => failing(thrown));
    await expect(store.commit([change])).rejects.toMatchObject({ name });
    await expect(store.load([key('a')])).rejects.toMatchObject({ name });
    await expect(store.query({ partition: 'p', limit: 1 })).rejects.toMatchObject({ name });
  });

  it('takes a row that DynamoDB refuses as one that it will always refuse', async () => {
    const { store } = storeOn(() => cancelled('ValidationError'));
    await expect(store.commit([change])).rejects.toMatchObject({ name: 'PermanentFailure' });
  });

  it('reads page after page until it has what was asked for', async () => {
    const { store, inputs } = storeOn((call) => ({
      Items: [attributes(`row ${call}`)],
      ...(call < 2 ? { LastEvaluatedKey: keys(`row ${call}`)[0] } : {}),
    }));
    expect(await store.query({ partition: 'p', limit: 10 })).toHaveLength(3);
    expect(inputs.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([undefined, ...keys('row 0', 'row 1')]);
  });
});
