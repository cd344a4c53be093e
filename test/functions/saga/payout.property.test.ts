import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../support/quiet-log.ts';
import { payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import type { Mishap } from '../../support/mishaps.ts';
import { faultsAfter } from '../../support/payout-faults.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { runAgain, walk } from '../../support/walk-payout.ts';

const anyDestination = fc.constantFrom(
  'sim-accept',
  'sim-refuse',
  'sim-timeout',
  'sim-late',
  'sim-return',
  'sim-silent',
  'elsewhere',
);
const anyMishaps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Mishap>('fine') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Mishap>('before', 'after', 'diesBefore', 'diesAfter'),
    },
  ),
  { maxLength: 120 },
);
const anyBank = fc.record({ bankIsEager: fc.boolean(), noticesLost: fc.nat({ max: 8 }) });
const anyAmount = fc.constantFrom('0.01', '25.00', '100.00', '100.01');

describe('a payout, whatever the outside does', () => {
  it('ends completed, refused, undone or in need of repair, and the books, the hold and the bank agree', async () => {
    await fc.assert(
      fc.asyncProperty(anyDestination, anyAmount, anyMishaps, anyBank, async (destination, text, mishaps, bank) => {
        const world = await payoutWorld({ weather: (call) => mishaps[call - 1] ?? 'fine', ...bank });
        const transferId = await world.request('one', destination, text);
        await walk(world, transferId);
        for (let ticks = 0; ticks < 10; ticks += 1) {
          world.pass(60_000);
          await world.bank();
        }
        expect(await faultsAfter(world, transferId)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is carried on by two executions at once as by one', async () => {
    await fc.assert(
      fc.asyncProperty(anyDestination, anyMishaps, anyBank, async (destination, mishaps, bank) => {
        const world = await payoutWorld({ weather: (call) => mishaps[call - 1] ?? 'fine', ...bank });
        const transferId = await world.request('one', destination);
        await Promise.all([walk(world, transferId), walk(world, transferId)]);
        for (let ticks = 0; ticks < 10; ticks += 1) {
          world.pass(60_000);
          await world.bank();
        }
        expect(await faultsAfter(world, transferId)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is not changed by running any step again, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(anyDestination, anyBank, async (destination, bank) => {
        const world = await payoutWorld(bank);
        const transferId = await world.request('one', destination);
        await walk(world, transferId, async (step) => {
          const kind = payoutSaga.steps.find(({ name }) => name === step)?.kind;
          if (kind !== 'call') return;
          const before = await world.eventCount();
          await runAgain(world, step, transferId);
          expect({ step, events: await world.eventCount() }).toEqual({ step, events: before });
        });
        const count = await world.eventCount();
        for (const { name, kind } of payoutSaga.steps) if (kind === 'call') await runAgain(world, name, transferId);
        expect(await world.eventCount()).toBe(count);
        expect(await faultsAfter(world, transferId)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
