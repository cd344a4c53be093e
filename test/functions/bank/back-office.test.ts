import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { dutiesPartition } from '../../../functions/adapters/rail/simulated-payout.ts';
import { runStep } from '../../../functions/saga/run-step.ts';
import { ledgerName, type PayoutWorld, payoutWorld } from '../../support/payout-world.ts';

const submittedTo = async (destination: string, noticesLost = 0) => {
  const world = await payoutWorld({ noticesLost });
  const transferId = await world.request('one', destination);
  for (const step of ['Screen', 'Hold', 'Submit'] as const)
    try {
      await runStep(world.dependencies, { step, ledger: ledgerName, transferId });
    } catch {
      await runStep(world.dependencies, { step, ledger: ledgerName, transferId });
    }
  return { world, transferId };
};

const duties = (world: PayoutWorld) => world.books.query({ partition: dutiesPartition, limit: 10 });
const statusOf = async (world: PayoutWorld, transferId: string) =>
  (await world.factsOf(transferId)).at(-1)?.transfer.status;

describe('the back office of the simulated bank', () => {
  it.each(['sim-accept', 'sim-timeout', 'sim-return'])(
    'settles a payout to %s at once, and tells',
    async (destination) => {
      const { world, transferId } = await submittedTo(destination);
      await world.bank();
      expect(await world.payouts()).toMatchObject([{ status: 'settled', effects: 1 }]);
      expect(await statusOf(world, transferId)).toBe('settled');
    },
  );

  it('settles a late one some seconds later', async () => {
    const { world } = await submittedTo('sim-late');
    await world.bank();
    expect(await world.payouts()).toMatchObject([{ status: 'accepted', effects: 0 }]);
    world.pass(5_000);
    await world.bank();
    expect(await world.payouts()).toMatchObject([{ status: 'settled', effects: 1 }]);
    expect(await duties(world)).toEqual([]);
  });

  it('never settles a silent one', async () => {
    const { world } = await submittedTo('sim-silent');
    world.pass(24 * 3_600_000);
    await world.bank();
    expect(await world.payouts()).toMatchObject([{ status: 'accepted', effects: 0 }]);
  });

  it('sends a notice until the ledger takes it, and moves money once', async () => {
    const { world, transferId } = await submittedTo('sim-accept', 3);
    for (let runs = 0; runs < 3; runs += 1) {
      await world.bank();
      expect(await statusOf(world, transferId)).toBe('submitted');
      expect(await duties(world)).toHaveLength(1);
    }
    await world.bank();
    expect(await statusOf(world, transferId)).toBe('settled');
    expect(await duties(world)).toEqual([]);
    expect(await world.payouts()).toMatchObject([{ effects: 1 }]);
  });

  it('returns only what the ledger has completed, and moves no money out for that', async () => {
    const { world, transferId } = await submittedTo('sim-return');
    await world.bank();
    world.pass(10_000);
    await world.bank();
    expect(await world.payouts()).toMatchObject([{ status: 'returned', effects: 1 }]);
    expect(await statusOf(world, transferId)).toBe('settled');
    expect(await duties(world)).toHaveLength(1);
    for (const step of ['Capture', 'Complete'] as const)
      await runStep(world.dependencies, { step, ledger: ledgerName, transferId });
    await world.bank();
    expect(await statusOf(world, transferId)).toBe('undone');
    expect(await duties(world)).toEqual([]);
  });

  it('does nothing twice, however often and at however many places it runs', async () => {
    const { world } = await submittedTo('sim-accept');
    await Promise.all([world.bank(), world.bank(), world.bank()]);
    const count = await world.eventCount();
    await world.bank();
    expect(await world.eventCount()).toBe(count);
    expect(await world.payouts()).toMatchObject([{ status: 'settled', effects: 1 }]);
  });
});
