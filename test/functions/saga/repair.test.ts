import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import type { RepairProposal } from '../../../domain/facts/transfer-facts.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { approveRepair, proposeRepair } from '../../../functions/commands/repair-transfer.ts';
import type { Weather } from '../../support/mishaps.ts';
import { callStep, statusOf, submittedTo, tell } from '../../support/payout-steps.ts';
import { type PayoutWorld, payoutWorld } from '../../support/payout-world.ts';
import { accountId, balancesIn, origin } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

type Found = Partial<Pick<RepairProposal, 'outcome' | 'railReference'>>;

const proposedBy = (
  actor: string,
  world: PayoutWorld,
  transferId: string,
  { outcome = 'moved', railReference = null }: Found = {},
) => {
  const body = { transferId, outcome, railReference, detail: 'The bank says so.' };
  return proposeRepair(world.ledger, { origin: { ...origin, actor }, key: `propose ${outcome} ${actor}`, body });
};

const approvedBy = (
  actor: string,
  world: PayoutWorld,
  transferId: string,
  outcome: RepairProposal['outcome'] = 'moved',
) =>
  approveRepair(world.ledger, {
    origin: { ...origin, actor },
    key: `approve ${outcome} ${actor}`,
    body: { transferId, outcome },
  });

const rejectedWith = (code: string) => ({ code: 'Rejected', rejection: { code } });

/** The rail does not answer at all, so that nobody knows what became of the payout. */
const silentRail: Weather = (_, name) => (name === 'recall' || name === 'submit' ? 'before' : 'fine');

const unrepaired = async () => {
  const world = await payoutWorld({ weather: silentRail });
  const transferId = await world.request('one', 'sim-accept');
  await walk(world, transferId);
  expect(await statusOf(world, transferId)).toBe('needsRepair');
  expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', held: '25.00' });
  return { world, transferId };
};

describe('a transfer that needs repair', () => {
  it('is completed where two people agree that money has moved: its hold is captured', async () => {
    const { world, transferId } = await unrepaired();
    await proposedBy('ana', world, transferId, { railReference: 'rail 7' });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', held: '25.00' });
    expect(await approvedBy('ben', world, transferId)).toMatchObject({ code: 'Recorded', replayed: false });
    expect((await world.factsOf(transferId)).at(-1)).toMatchObject({
      type: 'TransferRepaired',
      actor: 'ben',
      repair: { outcome: 'moved', proposedBy: 'ana' },
      transfer: { status: 'completed', railReference: 'rail 7', entryIds: [expect.any(String)] },
    });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00', held: '0.00' });
    expect(await balancesIn(world.ledger, 'bank')).toMatchObject({ posted: '75.00' });
  });

  it('is undone where two people agree that it has not: its hold is voided', async () => {
    const { world, transferId } = await unrepaired();
    await proposedBy('ana', world, transferId, { outcome: 'notMoved' });
    await approvedBy('ben', world, transferId, 'notMoved');
    expect(await statusOf(world, transferId)).toBe('undone');
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', available: '100.00' });
  });

  it('takes two people', async () => {
    const { world, transferId } = await unrepaired();
    await proposedBy('ana', world, transferId, { outcome: 'notMoved' });
    expect(await approvedBy('ana', world, transferId, 'notMoved')).toMatchObject(rejectedWith('ApprovedByProposer'));
    expect(await statusOf(world, transferId)).toBe('needsRepair');
  });

  it('is repaired only as was proposed, and the newest proposal counts', async () => {
    const { world, transferId } = await unrepaired();
    expect(await approvedBy('ben', world, transferId)).toMatchObject(rejectedWith('RepairNotProposed'));
    await proposedBy('ana', world, transferId, { railReference: 'rail 7' });
    await proposedBy('ben', world, transferId, { outcome: 'notMoved' });
    expect(await approvedBy('cem', world, transferId)).toMatchObject(rejectedWith('RepairNotProposed'));
    expect(await approvedBy('ana', world, transferId, 'notMoved')).toMatchObject({ code: 'Recorded' });
  });

  it('cannot be said to have moved where nobody knows how the rail calls it', async () => {
    const { world, transferId } = await unrepaired();
    expect(await proposedBy('ana', world, transferId)).toMatchObject(rejectedWith('RepairNotPossible'));
  });

  it('is repaired once, however many approve it at once', async () => {
    const { world, transferId } = await unrepaired();
    await proposedBy('ana', world, transferId, { railReference: 'rail 7' });
    const outcomes = await Promise.all(['ben', 'cem', 'dia'].map((actor) => approvedBy(actor, world, transferId)));
    expect(outcomes.filter(({ code }) => code === 'Recorded')).toHaveLength(1);
    expect(await balancesIn(world.ledger, 'bank')).toMatchObject({ posted: '75.00' });
    expect(await approvedBy('ben', world, transferId)).toMatchObject({ code: 'Recorded', replayed: true });
  });
});

describe('a transfer that the rail settled after all was taken back', () => {
  it('is posted without its hold, which is gone', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await callStep(world, 'RecallPayout', transferId);
    await callStep(world, 'VoidHold', transferId);
    await tell(world, transferId, 'settled');
    expect(await statusOf(world, transferId)).toBe('needsRepair');
    await proposedBy('ana', world, transferId);
    await approvedBy('ben', world, transferId);
    expect(await statusOf(world, transferId)).toBe('completed');
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00', held: '0.00' });
  });
});

/** A payout that was completed and came back, while its seller was frozen. */
const returnedToFrozen = async () => {
  const { world, transferId } = await submittedTo('sim-accept');
  await tell(world, transferId, 'settled');
  for (const step of ['Capture', 'Complete'] as const) await callStep(world, step, transferId);
  const change = (type: 'FreezeAccount' | 'UnfreezeAccount') =>
    changeAccount(world.ledger, { origin, key: type, body: { accountId: accountId('seller'), change: { type } } });
  await change('FreezeAccount');
  await tell(world, transferId, 'returned');
  return { world, transferId, unfreeze: () => change('UnfreezeAccount') };
};

describe('a payout that came back to an account that does not take it', () => {
  it('is posted back, once two people agree on that and the account takes it', async () => {
    const { world, transferId, unfreeze } = await returnedToFrozen();
    expect(await statusOf(world, transferId)).toBe('needsRepair');
    await proposedBy('ana', world, transferId, { outcome: 'notMoved' });
    expect(await approvedBy('ben', world, transferId, 'notMoved')).toMatchObject(rejectedWith('AccountFrozen'));
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00' });
    await unfreeze();
    expect(await approvedBy('ben', world, transferId, 'notMoved')).toMatchObject({ code: 'Recorded' });
    const { transfer } = (await world.factsOf(transferId)).at(-1) ?? {};
    expect(transfer).toMatchObject({ status: 'undone', entryIds: [expect.any(String), expect.any(String)] });
    expect(new Set(transfer?.entryIds).size).toBe(2);
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '100.00', held: '0.00' });
    expect(await balancesIn(world.ledger, 'bank')).toMatchObject({ posted: '100.00' });
  });

  it('stays as it is booked, where it turns out that the money went out after all', async () => {
    const { world, transferId, unfreeze } = await returnedToFrozen();
    await unfreeze();
    await proposedBy('ana', world, transferId);
    await approvedBy('ben', world, transferId);
    const { transfer } = (await world.factsOf(transferId)).at(-1) ?? {};
    expect(transfer).toMatchObject({ status: 'completed', entryIds: [expect.any(String)] });
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00', held: '0.00' });
  });
});

describe('a transfer that needs no repair', () => {
  it('is left alone', async () => {
    const { world, transferId } = await submittedTo('sim-accept');
    expect(await proposedBy('ana', world, transferId)).toMatchObject(rejectedWith('TransferNotInRepair'));
    expect(await approvedBy('ben', world, transferId)).toMatchObject(rejectedWith('TransferNotInRepair'));
    expect(await statusOf(world, transferId)).toBe('submitted');
  });
});
