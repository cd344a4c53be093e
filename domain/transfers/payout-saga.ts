import type { Saga, SagaRetry } from './saga.ts';

export type PayoutStep =
  | 'Screen'
  | 'AwaitReview'
  | 'Hold'
  | 'Submit'
  | 'AwaitSettlement'
  | 'Capture'
  | 'Complete'
  | 'RecallPayout'
  | 'VoidHold'
  | 'NeedsRepair';

const callSeconds = 60;
const reviewSeconds = 3 * 24 * 3600;
const settlementSeconds = 15 * 60;

/** About a minute, before the pivot: then all is taken back. */
const untilUndone: SagaRetry = { attemptsMaximum: 5, delayFirstSeconds: 1, delayMaximumSeconds: 30 };

/** About three hours, for what cannot be undone or is itself an undo: then a person has to look. */
const untilRepair: SagaRetry = { attemptsMaximum: 40, delayFirstSeconds: 1, delayMaximumSeconds: 300 };

/**
 * Pays out through a rail: reserve first, then the outside world, then capture. The pivot is the rail's word that money
 * moved. Before it the undo is to void the hold, which cannot be refused, once the rail has said that it will not pay;
 * after it there are only steps that are tried until they succeed. Every step answers `Ended` where the transfer has
 * ended.
 */
export const payoutSaga = {
  name: 'payout',
  comment: 'Screen, hold, submit to the rail, wait for its settlement, capture, complete.',
  first: 'Screen',
  lastingErrors: ['PermanentFailure', 'InvariantViolation'],
  steps: [
    {
      name: 'Screen',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilUndone,
      answers: { Released: 'Hold', InReview: 'AwaitReview', Ended: 'Ended' },
      undoneBy: 'VoidHold',
    },
    {
      name: 'AwaitReview',
      kind: 'wait',
      timeoutSeconds: reviewSeconds,
      retry: untilUndone,
      answers: { Released: 'Hold', Ended: 'Ended' },
      undoneBy: 'VoidHold',
    },
    {
      name: 'Hold',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilUndone,
      answers: { Held: 'Submit', Ended: 'Ended' },
      undoneBy: 'VoidHold',
    },
    {
      name: 'Submit',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilUndone,
      answers: { Submitted: 'AwaitSettlement', Refused: 'VoidHold', Abandoned: 'RecallPayout', Ended: 'Ended' },
      undoneBy: 'RecallPayout',
    },
    {
      name: 'AwaitSettlement',
      kind: 'wait',
      timeoutSeconds: settlementSeconds,
      retry: untilUndone,
      answers: { Settled: 'Capture', NotSettled: 'RecallPayout', Ended: 'Ended' },
      undoneBy: 'RecallPayout',
    },
    {
      name: 'Capture',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilRepair,
      answers: { Captured: 'Complete', Impossible: 'NeedsRepair', Ended: 'Ended' },
      undoneBy: 'NeedsRepair',
    },
    {
      name: 'Complete',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilRepair,
      answers: { Completed: 'Ended', Ended: 'Ended' },
      undoneBy: 'NeedsRepair',
    },
    {
      name: 'RecallPayout',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilRepair,
      answers: { Recalled: 'VoidHold', Settled: 'Capture', Ended: 'Ended' },
      undoneBy: 'NeedsRepair',
    },
    {
      name: 'VoidHold',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilRepair,
      answers: { TakenBack: 'Ended', Settled: 'Capture', Ended: 'Ended' },
      undoneBy: 'NeedsRepair',
    },
    {
      name: 'NeedsRepair',
      kind: 'call',
      timeoutSeconds: callSeconds,
      retry: untilRepair,
      answers: { HandedOver: 'Unrepaired', Ended: 'Ended' },
      undoneBy: 'Unrepaired',
    },
  ],
} as const satisfies Saga<PayoutStep>;

type StepOf<Name extends PayoutStep> = Extract<(typeof payoutSaga.steps)[number], { readonly name: Name }>;

/** What a step may answer. */
export type PayoutAnswer<Name extends PayoutStep> = keyof StepOf<Name>['answers'] & string;

/** The steps that are answered from outside. */
export type PayoutWait = Extract<(typeof payoutSaga.steps)[number], { readonly kind: 'wait' }>['name'];
