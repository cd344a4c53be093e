import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { callStep, statusOf, submittedTo, tell, waitIn } from '../../support/payout-steps.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { accountId, balancesIn, origin } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

describe('a notice of the rail', () => {
  it('ends the waiting for it', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await waitIn(world, 'AwaitSettlement', { transferId, token: 'T' });
    expect(await tell(world, transferId, 'settled')).toMatchObject({ code: 'Recorded' });
    expect(world.answers.get('T')).toBe('Settled');
  });

  it('is found by whoever begins to wait after it', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await tell(world, transferId, 'settled');
    await waitIn(world, 'AwaitSettlement', { transferId, token: 'T' });
    expect(world.answers.get('T')).toBe('Settled');
  });

  it('reaches the newest of those that wait', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await waitIn(world, 'AwaitSettlement', { transferId, token: 'old' });
    await waitIn(world, 'AwaitSettlement', { transferId, token: 'new' });
    await tell(world, transferId, 'settled');
    expect(world.answers.get('new')).toBe('Settled');
  });

  it('is taken again without being recorded again', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await tell(world, transferId, 'settled');
    const count = await world.eventCount();
    expect(await tell(world, transferId, 'settled')).toMatchObject({ code: 'Recorded', replayed: true });
    expect(await tell(world, transferId, 'settled', 'another')).toMatchObject({ code: 'Unchanged' });
    expect(await world.eventCount()).toBe(count);
  });

  it('tells a replay from another notice under the same key', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await tell(world, transferId, 'settled', 'key');
    expect(await tell(world, transferId, 'returned', 'key')).toMatchObject({
      rejection: { code: 'IdempotencyKeyMisused' },
    });
  });

  it('is taken though the rail’s answer to the submission is still on its way', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-silent');
    for (const name of ['Screen', 'Hold'] as const) await callStep(world, name, transferId);
    expect(await tell(world, transferId, 'settled')).toMatchObject({ code: 'Recorded' });
    const types = (await world.factsOf(transferId)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['TransferSubmitted', 'TransferSettled']);
  });

  it('is not taken of a transfer that is not there, or has not come so far', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    expect(await tell(world, 'trf_none', 'settled')).toMatchObject({ rejection: { code: 'TransferNotFound' } });
    expect(await tell(world, transferId, 'settled')).toMatchObject({ rejection: { code: 'TransferInProgress' } });
    expect(await tell(world, transferId, 'refused')).toMatchObject({ rejection: { code: 'TransferInProgress' } });
  });

  it.each(['refused', 'returned'] as const)(
    'that it is %s before it is settled lets all be taken back',
    async (outcome) => {
      const { world, transferId } = await submittedTo('sim-silent');
      await waitIn(world, 'AwaitSettlement', { transferId, token: 'T' });
      await tell(world, transferId, outcome);
      expect(world.answers.get('T')).toBe('NotSettled');
      await walk(world, transferId);
      expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
        status: 'undone',
        reason: { code: outcome === 'refused' ? 'RailRefused' : 'RailReturned' },
      });
    },
  );

  it('that it settled after all was taken back needs repair', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await tell(world, transferId, 'refused');
    await walk(world, transferId);
    await tell(world, transferId, 'settled');
    expect(await statusOf(world, transferId)).toBe('needsRepair');
  });

  it('that it came back is handed to a person where an account refuses the money', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    await walk(world, transferId);
    const change = { type: 'FreezeAccount' } as const;
    await changeAccount(world.ledger, { origin, key: 'f', body: { accountId: accountId('seller'), change } });
    expect(await tell(world, transferId, 'returned')).toMatchObject({ code: 'Recorded' });
    expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
      status: 'needsRepair',
      reason: { code: 'AccountFrozen' },
    });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00' });
  });
});
