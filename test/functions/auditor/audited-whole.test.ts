import { describe, expect, it } from '@jest/globals';
import { segmentName } from '../../../domain/audit/sequence.ts';
import { totalsKey } from '../../../domain/projections/balance-rows.ts';
import { entryOf, post } from '../../support/test-ledger.ts';
import { falsified, forged } from './auditor-world.ts';
import '../../support/quiet-log.ts';

import { allWell, busyWorld } from './busy-world.ts';

describe('the standing auditor, of the whole', () => {
  it('finds totals of the trial balance that are not the sums of the entries', async () => {
    const world = await busyWorld();
    const views = falsified(world.views, totalsKey('main', 'USD', 'bank'), (body) => ({ ...body, debits: '99.00' }));
    for (const seconds of [0, 301]) {
      world.pass(seconds);
      expect(await world.run({ views })).toMatchObject({ Mismatches: 0 });
    }
    world.pass(1);
    expect(await world.run({ views })).toMatchObject({ Mismatches: 1 });
    expect(await world.run()).toEqual(allWell);
  });

  it('finds entries of the log whose debits and credits differ', async () => {
    const world = await busyWorld();
    let changed = 0;
    const archive = forged(world.archive, (name, text) =>
      name.startsWith('facts/')
        ? text.replace(/"amount":"5.00"/, () => {
            changed += 1;
            return '"amount":"5.01"';
          })
        : text,
    );
    expect(await world.run({ archive })).toMatchObject({ Imbalance: 1 });
    expect(changed).toBeGreaterThan(0);
    expect(await world.run()).toMatchObject({ Imbalance: 1 });
  });

  it('tells how long the oldest unsealed fact waits', async () => {
    const world = await busyWorld();
    world.pass(5);
    await post(world.ledger, 'unsealed', entryOf('bank', 'seller', '9.00'));
    await world.deliver();
    world.pass(400);
    const { SealingLagSeconds = 0 } = await world.run();
    expect(SealingLagSeconds).toBeGreaterThan(460);
    expect(SealingLagSeconds).toBeLessThan(470);
    await world.seal();
    expect(await world.run()).toEqual(allWell);
  });

  it('finds a place of the log that was given and holds nothing', async () => {
    const world = await busyWorld();
    world.pass(5);
    await post(world.ledger, 'unsealed', entryOf('bank', 'seller', '9.00'));
    await world.deliver();
    const archive = forged(world.archive, (name, text) => (name === segmentName('main', 6) ? undefined : text));
    expect(await world.run({ archive })).toMatchObject({ Gaps: 1, BehindFacts: 1 });
  });

  it('fails where the log of a ledger cannot be read', async () => {
    const world = await busyWorld();
    const archive = forged(world.archive, (name, text) => (name.startsWith('facts/') ? text.slice(1) : text));
    await expect(world.run({ archive })).rejects.toThrow('line of the log');
  });
});
