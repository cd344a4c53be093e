import { describe, expect, it } from '@jest/globals';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { memoryParking } from '../../../functions/adapters/memory/parking.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { dump } from '../../../functions/runtime/dump.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { replay } from '../../../functions/runtime/replay.ts';
import { type Happening, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import { deliver } from '../../support/deliver.ts';
import { factRecord, relayedAt } from '../../support/kinesis-event.ts';

const story: readonly Happening[] = [
  { kind: 'post', from: 1, to: 0, cents: 10_000, day: 0 },
  { kind: 'split', from: 0, cents: 250 },
  { kind: 'hold', from: 1, to: 0, cents: 500, isTransfer: true },
  { kind: 'capture', hold: 0, cents: 200 },
  { kind: 'void', hold: 0 },
  { kind: 'transfer', steps: 3 },
  { kind: 'freeze', account: 2 },
];

describe('a replay', () => {
  it('makes the same rows again, byte for byte, as the consumer keeps', async () => {
    const eventStore = await tell(story);
    const kept = memoryProjectionStore();
    const clock = { now: () => relayedAt };
    const handle = consumer({
      name: 'balance',
      process: projectFacts({ projection: balanceProjection, store: kept, clock }),
      parking: memoryParking(),
      clock,
      count: () => {},
    });
    await deliver(handle, [(await publishedIn(eventStore)).map(factRecord).toReversed()]);
    const replayed = await replay({ eventStore, projection: balanceProjection });
    expect(await dump(replayed)).toBe(await dump(kept));
    expect((await dump(replayed)).split('\n').length).toBeGreaterThan(20);
    expect((await dump(kept)).includes('#seen#')).toBe(false);
    expect(await kept.query({ partition: 'main#seen#trf_2', limit: 10 })).not.toEqual([]);
  });

  it('shows any difference in a row', async () => {
    const eventStore = await tell(story);
    const replayed = await replay({ eventStore, projection: balanceProjection });
    const before = await dump(replayed);
    const [row] = await replayed.query({ partition: 'main#accounts', limit: 1 });
    if (row === undefined) throw new Error('no account');
    await replayed.commit([{ ...row, body: { ...row.body, debits: '0.01' } }]);
    expect(await dump(replayed)).not.toBe(before);
  });
});
