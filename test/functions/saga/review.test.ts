import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { callStep, resolve, statusOf, submittedTo, waitIn } from '../../support/payout-steps.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { walk } from '../../support/walk-payout.ts';

describe('a transfer in review', () => {
  const inReview = async () => {
    const world = await payoutWorld({ screening: 'block' });
    const transferId = await world.request('one', 'sim-accept');
    expect(await callStep(world, 'Screen', transferId)).toEqual({ code: 'InReview' });
    return { world, transferId };
  };

  it('waits, and goes on when a person releases it', async () => {
    const { world, transferId } = await inReview();
    expect(await waitIn(world, 'AwaitReview', { transferId, token: 'T' })).toBeNull();
    expect(world.answers.get('T')).toBeUndefined();
    expect(await resolve(world, transferId, 'release')).toMatchObject({ code: 'Recorded', replayed: false });
    expect(world.answers.get('T')).toBe('Released');
    const { end } = await walk(world, transferId);
    expect(end).toBe('Ended');
    expect(await statusOf(world, transferId)).toBe('completed');
  });

  it('does not wait where it was resolved before', async () => {
    const { world, transferId } = await inReview();
    await resolve(world, transferId, 'release');
    await waitIn(world, 'AwaitReview', { transferId, token: 'T' });
    expect(world.answers.get('T')).toBe('Released');
  });

  it('ends when a person refuses it, and nothing has moved', async () => {
    const { world, transferId } = await inReview();
    await waitIn(world, 'AwaitReview', { transferId, token: 'T' });
    await resolve(world, transferId, 'refuse');
    expect(world.answers.get('T')).toBe('Ended');
    expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
      status: 'refused',
      reason: { code: 'ReviewRefused' },
      holdId: null,
    });
    expect(await resolve(world, transferId, 'release')).toMatchObject({
      code: 'Rejected',
      rejection: { code: 'TransferEnded' },
    });
  });

  it('is refused when nobody resolves it', async () => {
    const { world, transferId } = await inReview();
    const { path } = await walk(world, transferId);
    expect(path).toEqual(['Screen', 'AwaitReview', 'VoidHold']);
    expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
      status: 'refused',
      reason: { code: 'ReviewTimedOut' },
    });
  });

  it('tells who resolves one that is in none', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    expect(await resolve(world, transferId, 'refuse')).toMatchObject({ rejection: { code: 'TransferNotInReview' } });
  });
});
