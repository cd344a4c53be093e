import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cachedHeads } from '../../../../functions/adapters/cached-heads.ts';
import { dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';
import { realWaiting } from '../../../../functions/runtime/backoff.ts';
import { lanes } from '../../../../functions/runtime/lanes.ts';
import type { Ledger } from '../../../../functions/runtime/ledger.ts';
import { stripeMemory } from '../../../../functions/runtime/stripe-memory.ts';
import { brokenLinks } from '../../../support/broken-links.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';
import { metered } from '../../../support/metered.ts';
import { balancesIn, entryOf, open, post, testLedger } from '../../../support/test-ledger.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
});
afterAll(() => engine.stop());

const writers = 16;
const posts = 64;

/** Posts from several processes at once on one hot account; answers how many races were lost, and what was written. */
const raced = async (stripes: number) => {
  const meter = metered(engine.client);
  const tableName = await engine.createTable({ sortKey: 'N' });
  const store = dynamoEventStore({ client: meter.client, tableName });
  const base: Ledger = { ...testLedger(store), waiting: realWaiting };
  await open(base, 'hot', { stripes });
  for (let index = 0; index < writers; index += 1) await open(base, `other:${index}`, { type: 'liability' });
  let lost = 0;
  const processes = Array.from(
    { length: writers },
    (): Ledger => ({
      ...base,
      eventStore: cachedHeads(store, { now: Date.now }),
      lanes: lanes(),
      stripes: stripeMemory(),
      onConflict: () => {
        lost += 1;
      },
    }),
  );
  meter.reset();
  const codes = await Promise.all(
    Array.from({ length: posts }, async (_, index) => {
      const process = processes[index % writers] ?? base;
      const body = entryOf('hot', `other:${index % writers}`, '1.00');
      // A caller that is told to try again does.
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await post(process, `entry ${index}`, body);
        const code = outcome.code === 'Rejected' ? outcome.rejection.code : outcome.code;
        if (code !== 'TryAgain' || attempt === 20) return code;
      }
    }),
  );
  expect(codes).toEqual(codes.map(() => 'Recorded'));
  expect(await balancesIn(base, 'hot')).toMatchObject({ posted: `${posts}.00` });
  expect(await brokenLinks(store)).toEqual([]);
  return { lost, written: meter.writes() };
};

describe('64 entries from 16 processes at once', () => {
  it('lose far fewer races on an account with 16 stripes, and cost no more than any others', async () => {
    const [plain, striped] = [await raced(1), await raced(16)];
    expect(striped.lost).toBeLessThan(plain.lost / 3);
    expect(striped.written).toEqual(Array(posts).fill({ items: 3, units: 6 }));
    expect(plain.written).toEqual(striped.written);
  }, 120_000);
});
