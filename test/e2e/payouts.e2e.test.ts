import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api, apiClient, entryOf, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let api: Api;

const accounts = { bank: { type: 'asset' }, seller: { type: 'liability', floor: '0.00' } };

beforeAll(async () => {
  stack = await startLocalStack();
  api = apiClient(stack);
  await openAccounts(api, accounts);
  await api.post('/v1/journal-entries', { body: entryOf('bank', 'seller', '500.00') });
}, 60_000);

afterAll(() => stack.stop(), 30_000);

const payout = (destination: string, amount: string) =>
  api.post('/v1/transfers', {
    body: {
      kind: 'payout',
      sourceAccountId: 'seller',
      settlementAccountId: 'bank',
      amount,
      currency: 'USD',
      destination,
      description: 'Payout',
    },
  });

const ended = ['completed', 'refused', 'undone', 'needsRepair'];
const transfer = (id: unknown) => api.get(`/v1/transfers/${id}`);
const endOf = (id: unknown, seconds = 30): Promise<Answer> =>
  eventually(
    () => transfer(id),
    ({ body }) => ended.includes(String(body['status'])),
    seconds,
  );
const balance = async (id: string) => (await api.get(`/v1/accounts/${id}/balance`)).body;

const trialBalanceIsZero = () =>
  eventually(
    () => api.get('/v1/trial-balance'),
    ({ body }) => {
      const currencies = body['currencies'] as readonly { readonly difference: string }[];
      return currencies.length > 0 && currencies.every(({ difference }) => difference === '0.00');
    },
  );

/** How often the simulated bank moved money for a transfer. */
const effectsAtTheBank = async (transferId: unknown): Promise<number> => {
  const { endpoints, region, outputs } = stack.describe();
  const client = new DynamoDBClient({
    endpoint: endpoints.dynamodb,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const rows = await client.send(
    new QueryCommand({
      TableName: (outputs['tableNames'] as Readonly<Record<string, string>>)['bank'],
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': { S: 'payouts' }, ':sk': { S: String(transferId) } },
    }),
  );
  const body = JSON.parse(rows.Items?.[0]?.['body']?.S ?? '{}') as { readonly effects?: number };
  return body.effects ?? 0;
};

describe('a payout', () => {
  it('completes, and its timeline names every step and every consumer that saw it', async () => {
    const asked = await payout('sim-accept', '25.00');
    expect([asked.status, asked.headers.get('location')]).toEqual([202, `/v1/transfers/${asked.body['id']}`]);
    const done = await endOf(asked.body['id']);
    expect(done.body).toMatchObject({ status: 'completed', reason: null });
    expect(await balance('seller')).toMatchObject({ posted: '475.00', held: '0.00' });
    const timeline = await eventually(
      () => api.get(`/v1/transfers/${asked.body['id']}/timeline`),
      ({ body }) =>
        (body['facts'] as readonly { readonly seenBy: Readonly<Record<string, string | null>> }[]).every(({ seenBy }) =>
          ['relay', 'balance', 'fraud', 'audit'].every((consumer) => typeof seenBy[consumer] === 'string'),
        ),
    );
    const steps = (timeline.body['steps'] as readonly { readonly name: string; readonly endedAt: string }[]).filter(
      ({ endedAt }) => typeof endedAt === 'string',
    );
    for (const name of ['requested', 'screened', 'held', 'submitted', 'settled', 'captured'])
      expect(steps.map((step) => step.name)).toContain(name);
    expect(await effectsAtTheBank(asked.body['id'])).toBe(1);
  }, 60_000);

  it('is refused by the bank, and the hold is gone', async () => {
    const asked = await payout('sim-refuse', '25.00');
    const done = await endOf(asked.body['id']);
    expect(['refused', 'undone']).toContain(done.body['status']);
    expect(await balance('seller')).toMatchObject({ held: '0.00' });
    expect(await effectsAtTheBank(asked.body['id'])).toBe(0);
  }, 60_000);

  it('is refused where there are no funds, and nothing moved', async () => {
    const asked = await payout('sim-accept', '100000.00');
    const done = await endOf(asked.body['id']);
    expect(done.body).toMatchObject({ status: 'refused', reason: { code: 'InsufficientFunds' } });
    expect(await effectsAtTheBank(asked.body['id'])).toBe(0);
  }, 60_000);

  it('completes once where the bank took it and answered with a timeout', async () => {
    const before = await balance('seller');
    const asked = await payout('sim-timeout', '10.00');
    const done = await endOf(asked.body['id'], 60);
    expect(done.body).toMatchObject({ status: 'completed' });
    expect(Number((await balance('seller'))['posted'])).toBe(Number(before['posted']) - 10);
    expect(await effectsAtTheBank(asked.body['id'])).toBe(1);
  }, 90_000);

  it('ends well though the whole stack is killed between submitted and captured', async () => {
    const before = await balance('seller');
    const asked = await payout('sim-late', '15.00');
    await eventually(
      () => transfer(asked.body['id']),
      ({ body }) => body['status'] === 'submitted',
    );
    await stack.kill();
    stack = await startLocalStack(stack.dataFolder);
    api = apiClient(stack);
    const done = await endOf(asked.body['id'], 150);
    expect(['completed', 'undone']).toContain(done.body['status']);
    const after = await balance('seller');
    expect(after['held']).toBe('0.00');
    const completed = done.body['status'] === 'completed';
    expect(Number(after['posted'])).toBe(Number(before['posted']) - (completed ? 15 : 0));
    expect(await effectsAtTheBank(asked.body['id'])).toBe(completed ? 1 : 0);
    await trialBalanceIsZero();
  }, 240_000);
});
