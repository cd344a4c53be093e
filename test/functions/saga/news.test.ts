import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { resolveReview } from '../../../functions/commands/resolve-review.ts';
import { settleTransfer } from '../../../functions/commands/settle-transfer.ts';
import { runStep } from '../../../functions/saga/run-step.ts';
import { ledgerName, type PayoutWorld, payoutWorld } from '../../support/payout-world.ts';
import { accountId, balancesIn, origin } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

const statusOf = async (world: PayoutWorld, transferId: string) =>
  (await world.factsOf(transferId)).at(-1)?.transfer.status;

const step = (world: PayoutWorld, name: 'Screen' | 'Hold' | 'Submit', transferId: string) =>
  runStep(world.dependencies, { step: name, ledger: ledgerName, transferId });

const wait = (world: PayoutWorld, name: 'AwaitReview' | 'AwaitSettlement', transferId: string, token: string) =>
  runStep(world.dependencies, { step: name, ledger: ledgerName, transferId, token });

const resolve = (world: PayoutWorld, transferId: string, resolution: 'release' | 'refuse', key = 'resolve') =>
  resolveReview(world, { origin, key, body: { transferId, resolution } });

const settle = (
  world: PayoutWorld,
  transferId: string,
  outcome: 'settled' | 'refused' | 'returned',
  key: string = outcome,
) => settleTransfer(world, { origin, key, body: { transferId, outcome, railReference: 'rail 1' } });

const submittedTo = async (destination: string) => {
  const world = await payoutWorld();
  const transferId = await world.request('one', destination);
  for (const name of ['Screen', 'Hold', 'Submit'] as const) await step(world, name, transferId);
  return { world, transferId };
};

describe('a transfer in review', () => {
  const inReview = async () => {
    const world = await payoutWorld({ screening: 'block' });
    const transferId = await world.request('one', 'sim-accept');
    expect(await step(world, 'Screen', transferId)).toEqual({ code: 'InReview' });
    return { world, transferId };
  };

  it('waits, and goes on when a person releases it', async () => {
    const { world, transferId } = await inReview();
    expect(await wait(world, 'AwaitReview', transferId, 'T')).toBeNull();
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
    await wait(world, 'AwaitReview', transferId, 'T');
    expect(world.answers.get('T')).toBe('Released');
  });

  it('ends when a person refuses it, and nothing has moved', async () => {
    const { world, transferId } = await inReview();
    await wait(world, 'AwaitReview', transferId, 'T');
    await resolve(world, transferId, 'refuse');
    expect(world.answers.get('T')).toBe('Ended');
    expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
      status: 'refused',
      reason: { code: 'ReviewRefused' },
      holdId: null,
    });
    expect(await resolve(world, transferId, 'release', 'other')).toMatchObject({
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

describe('a notice of the rail', () => {
  it('ends the waiting for it', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await wait(world, 'AwaitSettlement', transferId, 'T');
    expect(await settle(world, transferId, 'settled')).toMatchObject({ code: 'Recorded' });
    expect(world.answers.get('T')).toBe('Settled');
  });

  it('is found by whoever begins to wait after it', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await settle(world, transferId, 'settled');
    await wait(world, 'AwaitSettlement', transferId, 'T');
    expect(world.answers.get('T')).toBe('Settled');
  });

  it('reaches the newest of those that wait', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await wait(world, 'AwaitSettlement', transferId, 'old');
    await wait(world, 'AwaitSettlement', transferId, 'new');
    await settle(world, transferId, 'settled');
    expect(world.answers.get('new')).toBe('Settled');
  });

  it('is taken again without being recorded again', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await settle(world, transferId, 'settled');
    const count = await world.eventCount();
    expect(await settle(world, transferId, 'settled')).toMatchObject({ code: 'Recorded', replayed: true });
    expect(await settle(world, transferId, 'settled', 'another')).toMatchObject({ code: 'Unchanged' });
    expect(await world.eventCount()).toBe(count);
  });

  it('tells a replay from another notice under the same key', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await settle(world, transferId, 'settled', 'key');
    expect(await settle(world, transferId, 'returned', 'key')).toMatchObject({
      rejection: { code: 'IdempotencyKeyMisused' },
    });
  });

  it('is taken though the rail’s answer to the submission is still on its way', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-silent');
    for (const name of ['Screen', 'Hold'] as const) await step(world, name, transferId);
    expect(await settle(world, transferId, 'settled')).toMatchObject({ code: 'Recorded' });
    const types = (await world.factsOf(transferId)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['TransferSubmitted', 'TransferSettled']);
  });

  it('is not taken of a transfer that is not there, or has not come so far', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    expect(await settle(world, 'trf_none', 'settled')).toMatchObject({ rejection: { code: 'TransferNotFound' } });
    expect(await settle(world, transferId, 'settled')).toMatchObject({ rejection: { code: 'TransferInProgress' } });
    expect(await settle(world, transferId, 'refused')).toMatchObject({ rejection: { code: 'TransferInProgress' } });
  });

  it.each(['refused', 'returned'] as const)(
    'that it is %s before it is settled lets all be taken back',
    async (outcome) => {
      const { world, transferId } = await submittedTo('sim-silent');
      await wait(world, 'AwaitSettlement', transferId, 'T');
      await settle(world, transferId, outcome);
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
    await settle(world, transferId, 'refused');
    await walk(world, transferId);
    await settle(world, transferId, 'settled');
    expect(await statusOf(world, transferId)).toBe('needsRepair');
  });

  it('that it came back is handed to a person where an account refuses the money', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    await walk(world, transferId);
    const change = { type: 'FreezeAccount' } as const;
    await changeAccount(world.ledger, { origin, key: 'f', body: { accountId: accountId('seller'), change } });
    expect(await settle(world, transferId, 'returned')).toMatchObject({ code: 'Recorded' });
    expect((await world.factsOf(transferId)).at(-1)?.transfer).toMatchObject({
      status: 'needsRepair',
      reason: { code: 'AccountFrozen' },
    });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00' });
  });
});

describe('a hold of a transfer', () => {
  it('is captured though its account was frozen since, because money has moved', async () => {
    const { world, transferId } = await submittedTo('sim-accept');
    const change = { type: 'FreezeAccount' } as const;
    await changeAccount(world.ledger, { origin, key: 'f', body: { accountId: accountId('seller'), change } });
    await walk(world, transferId);
    expect(await statusOf(world, transferId)).toBe('completed');
  });

  it('does not expire, and names its transfer', async () => {
    const { world, transferId } = await submittedTo('sim-accept');
    for await (const { streamId, text } of world.store.scan())
      if (streamId.includes('#H#')) expect(JSON.parse(text).hold).toMatchObject({ expiresAt: null, transferId });
  });

  it('is not left behind by a step that comes after the transfer was ended', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    await step(world, 'Screen', transferId);
    await runStep(world.dependencies, { step: 'VoidHold', ledger: ledgerName, transferId });
    expect(await step(world, 'Hold', transferId)).toEqual({ code: 'Ended' });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ held: '0.00' });
  });
});

describe('a payout that was abandoned', () => {
  it('is recalled, not submitted, when it is carried on by another execution', async () => {
    let recalls = 0;
    const world = await payoutWorld({
      weather: (_, name) => {
        if (name === 'submit') return 'before';
        if (name === 'recall') recalls += 1;
        return name === 'recall' && recalls === 1 ? 'diesBefore' : 'fine';
      },
    });
    const transferId = await world.request('one', 'sim-accept');
    const { path } = await walk(world, transferId);
    expect(path).toEqual(['Screen', 'Hold', 'Submit', 'RecallPayout', 'VoidHold']);
    expect(world.calls.filter((name) => name === 'submit')).toHaveLength(6);
    expect(await world.rail.recall(transferId)).toEqual({ code: 'Recalled' });
  });
});

describe('a payout that cannot go on', () => {
  it('is handed to a person, who is paged, and its execution fails', async () => {
    const world = await payoutWorld({
      weather: (_, name) => (name === 'recall' || name === 'submit' ? 'before' : 'fine'),
    });
    const transferId = await world.request('one', 'sim-accept');
    const { end } = await walk(world, transferId);
    expect(end).toBe('Unrepaired');
    expect(await statusOf(world, transferId)).toBe('needsRepair');
    expect(world.counted).toEqual(['TransfersNeedRepair']);
    const failures = (await world.factsOf(transferId)).filter(({ type }) => type === 'TransferStepFailed');
    expect(failures.length).toBeLessThanOrEqual(12);
  });
});
