import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cachedHeads } from '../../../../functions/adapters/cached-heads.ts';
import { dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';
import { groupCommit } from '../../../../functions/adapters/group-commit.ts';
import { brokenLinks } from '../../../support/broken-links.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';
import { metered } from '../../../support/metered.ts';
import { balancesIn, entryOf, open, post, testLedger } from '../../../support/test-ledger.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
});
afterAll(() => engine.stop());

const posts = 100;

describe('a hundred entries at once on one account', () => {
  it('are written in a few requests, and cost what each would alone', async () => {
    const meter = metered(engine.client);
    const tableName = await engine.createTable({ sortKey: 'N' });
    const truth = dynamoEventStore({ client: meter.client, tableName });
    const ledger = testLedger(groupCommit(cachedHeads(truth, { now: Date.now })));
    await open(ledger, 'hot');
    await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
    meter.reset();
    const pay = (key: string) => post(ledger, key, entryOf('hot', 'seller', '1.00'));
    const paid = await Promise.all(Array.from({ length: posts }, (_, index) => pay(`paid ${index}`)));
    expect(paid.map(({ code }) => code)).toEqual(Array(posts).fill('Recorded'));
    const requests = meter.writes();
    expect(requests.length).toBeLessThanOrEqual(6);
    expect(requests.reduce((sum, { items }) => sum + items, 0)).toBe(3 * posts);
    expect(requests.reduce((sum, { units }) => sum + units, 0)).toBe(6 * posts);
    const spend = (key: string) => post(ledger, key, entryOf('seller', 'hot', '2.00'));
    const spent = await Promise.all(Array.from({ length: posts }, (_, index) => spend(`spent ${index}`)));
    expect(spent.filter(({ code }) => code === 'Recorded')).toHaveLength(50);
    expect(spent.filter((one) => one.code === 'Rejected' && one.rejection.code === 'InsufficientFunds')).toHaveLength(
      50,
    );
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '0.00' });
    expect(await brokenLinks(truth)).toEqual([]);
  }, 60_000);
});
