import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { type PayoutWorld, payoutWorld } from '../../support/payout-world.ts';
import { balancesIn } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

const typesOf = async (world: PayoutWorld, transferId: string) =>
  (await world.factsOf(transferId)).map(({ type }) => type.replace('Transfer', ''));

const lastOf = async (world: PayoutWorld, transferId: string) => {
  const fact = (await world.factsOf(transferId)).at(-1);
  if (fact === undefined) throw new Error('There is no transfer');
  return fact.transfer;
};

const effectsIn = async (world: PayoutWorld) => (await world.payouts()).map(({ effects }) => effects);

describe('a payout', () => {
  it('is screened, held, submitted, settled, captured and completed', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    const { path, end } = await walk(world, transferId);
    expect(path).toEqual(['Screen', 'Hold', 'Submit', 'AwaitSettlement', 'Capture', 'Complete']);
    expect(end).toBe('Ended');
    expect(await typesOf(world, transferId)).toEqual([
      'Requested',
      'Screened',
      'Held',
      'Submitted',
      'Settled',
      'Captured',
      'Completed',
    ]);
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00', held: '0.00' });
    expect(await balancesIn(world.ledger, 'bank')).toMatchObject({ posted: '75.00', held: '0.00' });
    expect(await effectsIn(world)).toEqual([1]);
  });

  it('tells which step recorded what, and when that began', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    await walk(world, transferId);
    const facts = await world.factsOf(transferId);
    expect(facts.map(({ step }) => step?.name)).toEqual([
      undefined,
      'Screen',
      'Hold',
      'Submit',
      undefined,
      'Capture',
      'Complete',
    ]);
    for (const { step, recordedAt } of facts) if (step !== undefined) expect(step.startedAt < recordedAt).toBe(true);
  });

  it('is recorded as submitted before it is settled, though the bank tells before it answers', async () => {
    const world = await payoutWorld({ bankIsEager: true });
    const transferId = await world.request('one', 'sim-accept');
    const { end } = await walk(world, transferId);
    expect(end).toBe('Ended');
    expect(await typesOf(world, transferId)).toEqual([
      'Requested',
      'Screened',
      'Held',
      'Submitted',
      'Settled',
      'Captured',
      'Completed',
    ]);
  });

  it('is undone where the bank refuses it', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-refuse');
    const { path } = await walk(world, transferId);
    expect(path).toEqual(['Screen', 'Hold', 'Submit', 'VoidHold']);
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'undone', reason: { code: 'RailRefused' } });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', held: '0.00' });
    expect(await effectsIn(world)).toEqual([0]);
  });

  it('is refused where funds are short, and nothing moves', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept', '100.01');
    const { path } = await walk(world, transferId);
    expect(path).toEqual(['Screen', 'Hold']);
    expect(await lastOf(world, transferId)).toMatchObject({
      status: 'refused',
      reason: { code: 'InsufficientFunds' },
      holdId: null,
    });
    expect(await world.payouts()).toEqual([]);
  });

  it('is submitted once where the bank takes it and its answer is lost', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-timeout');
    const { end } = await walk(world, transferId);
    expect(end).toBe('Ended');
    expect(await typesOf(world, transferId)).toContain('StepFailed');
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'completed', reason: null });
    expect(await effectsIn(world)).toEqual([1]);
    const failed = (await world.factsOf(transferId)).find(({ type }) => type === 'TransferStepFailed');
    expect(failed).toMatchObject({ step: { name: 'Submit', attempt: 1 }, error: { code: 'TransientFailure' } });
    const submitted = (await world.factsOf(transferId)).find(({ type }) => type === 'TransferSubmitted');
    expect(submitted).toMatchObject({ step: { name: 'Submit', attempt: 2 } });
  });

  it('is completed when the bank settles late', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-late');
    await walk(world, transferId);
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'completed' });
  });

  it('is recalled and undone where the bank never settles', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-silent');
    const { path } = await walk(world, transferId);
    expect(path.slice(-2)).toEqual(['RecallPayout', 'VoidHold']);
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'undone', reason: { code: 'SettlementTimedOut' } });
    expect(await world.payouts()).toMatchObject([{ status: 'recalled', effects: 0 }]);
  });

  it('is taken back into the books where the bank returns it', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-return');
    await walk(world, transferId);
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'completed' });
    world.pass(10_000);
    await world.bank();
    expect(await lastOf(world, transferId)).toMatchObject({ status: 'undone', reason: { code: 'RailReturned' } });
    expect((await lastOf(world, transferId)).entryIds).toHaveLength(2);
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', held: '0.00' });
    const count = await world.eventCount();
    await world.bank();
    expect(await world.eventCount()).toBe(count);
  });
});
