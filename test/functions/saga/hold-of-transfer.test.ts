import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { amount } from '../../support/money.ts';
import { callStep, statusOf, submittedTo } from '../../support/payout-steps.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { accountId, balancesIn, origin } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

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
    await callStep(world, 'Screen', transferId);
    await callStep(world, 'VoidHold', transferId);
    expect(await callStep(world, 'Hold', transferId)).toEqual({ code: 'Ended' });
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

describe('an undo that another execution overtook', () => {
  it('asks the rail first, which then refuses the submission that is on its way', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    for (const step of ['Screen', 'Hold'] as const) await callStep(world, step, transferId);
    expect(await callStep(world, 'VoidHold', transferId)).toEqual({ code: 'TakenBack' });
    expect(await statusOf(world, transferId)).toBe('undone');
    const late = { reference: transferId, ledger: 'main', amount: amount('25.00'), destination: 'sim-accept' };
    expect(await world.rail.submit(late)).toMatchObject({ code: 'Refused' });
  });

  it('takes nothing back where money has moved', async () => {
    const world = await payoutWorld({ noticesLost: 1 });
    const transferId = await world.request('one', 'sim-accept');
    for (const step of ['Screen', 'Hold', 'Submit'] as const) await callStep(world, step, transferId);
    await world.bank();
    expect(await statusOf(world, transferId)).toBe('submitted');
    expect(await callStep(world, 'VoidHold', transferId)).toEqual({ code: 'Settled' });
    expect(await statusOf(world, transferId)).toBe('settled');
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
