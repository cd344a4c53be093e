import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { dynamoProjectionStore } from '../../../functions/adapters/dynamodb/projection-store.ts';
import { memoryParking } from '../../../functions/adapters/memory/parking.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { dump } from '../../../functions/runtime/dump.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { replay } from '../../../functions/runtime/replay.ts';
import { anyStory, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import { deliver } from '../../support/deliver.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../support/dynamodb-engine.ts';
import { factRecord, relayedAt } from '../../support/kinesis-event.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(() => engine.stop());

describe('the balance consumer on DynamoDB', () => {
  it('keeps the rows that a replay makes, with two shards consumed at once and everything delivered twice', async () => {
    const clock = { now: () => relayedAt };
    for (const story of fc.sample(anyStory, { seed: 11, numRuns: 5 })) {
      const eventStore = await tell(story);
      const tableName = await engine.createTable({ sortKey: 'S', due: true });
      const store = dynamoProjectionStore({ client: engine.client, tableName });
      const parking = memoryParking();
      const process = projectFacts({ projection: balanceProjection, store, clock });
      const handle = consumer({ name: 'balance', process, parking, clock, count: () => {} });
      const records = (await publishedIn(eventStore)).map(factRecord);
      const shards = [0, 1].map((shard) => records.filter((_, position) => position % 2 === shard));
      await Promise.all(shards.map((shard) => deliver(handle, [shard.toReversed(), shard])));
      expect(await dump(store)).toBe(await dump(await replay({ eventStore, projection: balanceProjection })));
      expect(parking.parked()).toEqual([]);
    }
  }, 60_000);
});
