import { equal, ok } from 'node:assert/strict';
import { resolve, statusOf, tell, waitIn } from '../support/payout-steps.ts';
import { codeOf, requireWholeChains } from './books-in-a-race.ts';
import { bring, goOn, payoutInARace, requireBooksAsBank } from './payout-in-a-race.ts';
import type { Race } from './race.ts';

const settlementAgainstTimeout: Race = {
  name: 'a settlement and a timeout of one payout come to one end, and the books tell what the bank did',
  run: async (scheduler) => {
    const { world, transferId, process } = await payoutInARace(scheduler, 'sim-accept');
    await bring(world, transferId, 'Screen', 'Hold', 'Submit');
    const work = [process().bank(), goOn(process(), transferId, 'RecallPayout')];
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    await requireBooksAsBank(world, transferId);
    await requireWholeChains(world.ledger);
  },
};

const aLateSubmission: Race = {
  name: 'a submission that is still on its way when it is taken back is paid and captured, or neither',
  run: async (scheduler) => {
    const { world, transferId, process } = await payoutInARace(scheduler, 'sim-accept');
    await bring(world, transferId, 'Screen', 'Hold');
    const bank = process().bank();
    const late = bring(process(), transferId, 'Submit');
    const undoing = goOn(process(), transferId, 'RecallPayout');
    await scheduler.waitFor(Promise.all([bank, late, undoing]));
    await Promise.all([bank, late, undoing]);
    await world.bank();
    await requireBooksAsBank(world, transferId);
    await requireWholeChains(world.ledger);
  },
};

const twoExecutions: Race = {
  name: 'two executions of one transfer hold, submit and capture it once',
  run: async (scheduler) => {
    const { world, transferId, process } = await payoutInARace(scheduler, 'sim-accept', { bankIsEager: true });
    await bring(world, transferId, 'Screen');
    const work = [goOn(process(), transferId, 'Hold'), goOn(process(), transferId, 'Hold')];
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    await requireBooksAsBank(world, transferId);
    const told = (await world.factsOf(transferId)).map(({ type }) => type);
    for (const type of ['TransferHeld', 'TransferSubmitted', 'TransferSettled', 'TransferCaptured'])
      equal(told.filter((one) => one === type).length, 1, `${type} was told in ${told.join()}`);
    await requireWholeChains(world.ledger);
  },
};

const noNoticeIsMissed: Race = {
  name: 'a saga that begins to wait while the notice comes is told, always',
  run: async (scheduler, draw) => {
    const { world, transferId, answers, process } = await payoutInARace(scheduler, 'sim-silent');
    await bring(world, transferId, 'Screen', 'Hold', 'Submit');
    const outcome = draw(2) === 0 ? 'settled' : 'refused';
    const waiting = waitIn(process(), 'AwaitSettlement', { transferId, token: 'token' });
    const notices = [tell(process(), transferId, outcome), tell(process(), transferId, outcome)];
    await scheduler.waitFor(Promise.all([waiting, ...notices]));
    await Promise.all([waiting, ...notices]);
    equal(answers.get('token'), outcome === 'settled' ? 'Settled' : 'NotSettled');
    equal(await statusOf(world, transferId), outcome === 'settled' ? 'settled' : 'submitted');
  },
};

const aReviewIsResolvedOnce: Race = {
  name: 'of two who resolve a review otherwise one is heard, and the saga goes the same way',
  run: async (scheduler) => {
    const { world, transferId, answers, process } = await payoutInARace(scheduler, 'sim-accept', {
      screening: 'review',
    });
    await bring(world, transferId, 'Screen');
    const waiting = waitIn(process(), 'AwaitReview', { transferId, token: 'token' });
    const resolving = (['release', 'refuse'] as const).map((way) => resolve(process(), transferId, way));
    await scheduler.waitFor(Promise.all([waiting, ...resolving]));
    const [released, refused] = (await Promise.all(resolving)).map(codeOf);
    ok((released === 'Recorded') !== (refused === 'Recorded'), `${released} and ${refused}`);
    equal(await statusOf(world, transferId), released === 'Recorded' ? 'screened' : 'refused');
    equal(answers.get('token'), released === 'Recorded' ? 'Released' : 'Ended');
  },
};

/** Races about transfers. */
export const transferRaces: readonly Race[] = [
  settlementAgainstTimeout,
  aLateSubmission,
  twoExecutions,
  noNoticeIsMissed,
  aReviewIsResolvedOnce,
];
