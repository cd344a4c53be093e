import { describe, expect, it } from '@jest/globals';
import type { ScreeningRecord } from '../../../domain/facts/transfer-facts.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { TransferCommand } from '../../../domain/transfers/transfer-command.ts';
import { transfer } from '../../../domain/transfers/transfer-decider.ts';
import type { TransferEvent } from '../../../domain/transfers/transfer-event.ts';
import type { TransferTerms } from '../../../domain/transfers/transfer-state.ts';
import { amount } from '../../support/money.ts';
import { accountId } from '../../support/test-ledger.ts';

const now = instantOf(Date.parse('2026-11-23T10:00:00.000Z'));
const terms: TransferTerms = {
  kind: 'payout',
  sourceAccountId: accountId('seller'),
  settlementAccountId: accountId('bank'),
  amount: amount('25.00'),
  destination: 'sim-accept',
  description: '',
  metadata: {},
};
const screening = (outcome: ScreeningRecord['outcome']): ScreeningRecord => ({ outcome, reasons: [], features: {} });
const reason = { code: 'Because', detail: 'It is so.' };

const requested: TransferEvent = { type: 'TransferRequested', terms, requestedAt: now };
const screened: TransferEvent = { type: 'TransferScreened', screening: screening('approve') };
const inReview: TransferEvent = { type: 'TransferPlacedInReview', screening: screening('review') };
const held: TransferEvent = { type: 'TransferHeld', holdId: 'hld_1' };
const submitted: TransferEvent = { type: 'TransferSubmitted', railReference: 'rail 1' };
const settled: TransferEvent = { type: 'TransferSettled', railReference: 'rail 1' };
const captured: TransferEvent = { type: 'TransferCaptured', entryId: 'jen_1' };
const completed: TransferEvent = { type: 'TransferCompleted' };
const returned: TransferEvent = { type: 'TransferReturned', entryId: 'jen_2', reason };
const abandoned: TransferEvent = { type: 'TransferStepFailed', error: reason, abandons: true };
const undone: TransferEvent = { type: 'TransferUndone', reason };
const refused: TransferEvent = { type: 'TransferRefused', reason };
const handedOver: TransferEvent = { type: 'TransferNeedsRepair', reason };

const given = (...events: readonly TransferEvent[]) => {
  const state = events.reduce(transfer.evolve, transfer.initialState);
  return {
    when: (command: TransferCommand) => {
      const decided = transfer.decide(command, state);
      return {
        thenRecorded: (...expected: readonly TransferEvent[]) => expect(decided).toEqual({ ok: true, value: expected }),
        thenNothing: () => expect(decided).toEqual({ ok: true, value: [] }),
        thenRejected: (code: string) => expect(decided).toMatchObject({ ok: false, rejection: { code } }),
      };
    },
  };
};

const [toHeld, toSubmitted] = [
  [requested, screened, held],
  [requested, screened, held, submitted],
];
const toSettled = [...toSubmitted, settled];
const toCompleted = [...toSettled, captured, completed];

describe('a transfer', () => {
  it('is requested between two accounts', () => {
    given().when({ type: 'RequestTransfer', terms, now }).thenRecorded(requested);
    const same = { ...terms, settlementAccountId: terms.sourceAccountId };
    given().when({ type: 'RequestTransfer', terms: same, now }).thenRejected('SameAccount');
  });

  it('is not found before it is requested', () => {
    given().when({ type: 'CompleteTransfer' }).thenRejected('TransferNotFound');
  });

  it('is screened, and placed in review where the screening says review or block', () => {
    given(requested)
      .when({ type: 'RecordScreening', screening: screening('approve') })
      .thenRecorded(screened);
    given(requested)
      .when({ type: 'RecordScreening', screening: screening('review') })
      .thenRecorded(inReview);
    given(requested)
      .when({ type: 'RecordScreening', screening: screening('block') })
      .thenRecorded({ type: 'TransferPlacedInReview', screening: screening('block') });
  });

  it('is released or refused in review, once', () => {
    given(requested, inReview).when({ type: 'ReleaseFromReview' }).thenRecorded({ type: 'TransferScreened' });
    given(requested, inReview).when({ type: 'RefuseInReview', reason }).thenRecorded(refused);
    given(requested, inReview, screened).when({ type: 'RefuseInReview', reason }).thenRejected('TransferNotInReview');
    given(requested, inReview, refused).when({ type: 'ReleaseFromReview' }).thenRejected('TransferEnded');
    given(requested).when({ type: 'ReleaseFromReview' }).thenRejected('TransferNotInReview');
  });

  it('is held only after it was released', () => {
    given(requested, screened).when({ type: 'RecordHold', holdId: 'hld_1' }).thenRecorded(held);
    given(requested).when({ type: 'RecordHold', holdId: 'hld_1' }).thenRejected('TransferInProgress');
    given(requested, inReview).when({ type: 'RecordHold', holdId: 'hld_1' }).thenRejected('TransferInProgress');
  });

  it('is not held where it was ended meanwhile', () => {
    given(requested, screened, refused).when({ type: 'RecordHold', holdId: 'hld_1' }).thenRejected('TransferEnded');
  });

  it('is settled after it was submitted', () => {
    given(...toHeld)
      .when({ type: 'RecordSettlement', railReference: 'rail 1' })
      .thenRejected('TransferInProgress');
    given(...toSubmitted)
      .when({ type: 'RecordSettlement', railReference: 'rail 1' })
      .thenRecorded(settled);
  });

  it('is captured and completed only once money has moved', () => {
    given(...toSubmitted)
      .when({ type: 'RecordCapture', entryId: 'jen_1' })
      .thenRejected('TransferInProgress');
    given(...toSettled)
      .when({ type: 'RecordCapture', entryId: 'jen_1' })
      .thenRecorded(captured);
    given(...toSettled)
      .when({ type: 'CompleteTransfer' })
      .thenRejected('TransferInProgress');
    given(...toSettled, captured)
      .when({ type: 'CompleteTransfer' })
      .thenRecorded(completed);
  });

  it('is refused where nothing was set aside, and undone for the reason of its abandonment where something was', () => {
    given(requested, screened).when({ type: 'UndoTransfer', reason }).thenRecorded(refused);
    for (const history of [toHeld, toSubmitted])
      given(...history, abandoned)
        .when({ type: 'UndoTransfer', reason: { code: 'Other', detail: '' } })
        .thenRecorded(undone);
  });

  it('is not undone while the rail may have it or get it yet', () => {
    for (const history of [toHeld, toSubmitted])
      given(...history)
        .when({ type: 'UndoTransfer', reason })
        .thenRejected('TransferInProgress');
  });

  it('cannot be abandoned or undone once money has moved', () => {
    given(...toSettled)
      .when({ type: 'UndoTransfer', reason })
      .thenRejected('TransferSettled');
    given(...toSettled)
      .when({ type: 'AbandonTransfer', error: reason })
      .thenRejected('TransferSettled');
    given(...toCompleted)
      .when({ type: 'UndoTransfer', reason })
      .thenRejected('TransferSettled');
  });

  it('is settled though it was abandoned, since money has moved', () => {
    given(...toSubmitted, abandoned)
      .when({ type: 'RecordSettlement', railReference: 'rail 1' })
      .thenRecorded(settled);
  });

  it('needs repair where the rail settles what was taken back', () => {
    given(...toSubmitted, undone)
      .when({ type: 'RecordSettlement', railReference: 'rail 1' })
      .thenRecorded({
        type: 'TransferNeedsRepair',
        reason: expect.objectContaining({ code: 'SettledTooLate' }) as never,
      });
  });

  it('is returned after it was completed', () => {
    given(...toCompleted)
      .when({ type: 'RecordReturn', entryId: 'jen_2', reason })
      .thenRecorded(returned);
    given(...toSettled)
      .when({ type: 'RecordReturn', entryId: 'jen_2', reason })
      .thenRejected('TransferInProgress');
    given(...toSubmitted, undone)
      .when({ type: 'RecordReturn', entryId: 'jen_2', reason })
      .thenRejected('TransferEnded');
  });

  it('takes a late notice of a settlement that was returned since as old news', () => {
    given(...toCompleted, returned)
      .when({ type: 'RecordSettlement', railReference: 'rail 1' })
      .thenNothing();
  });

  it('is handed to a person wherever it stands, but not where it has ended', () => {
    for (const events of [[requested], toHeld, toSubmitted, toSettled])
      given(...events)
        .when({ type: 'HandOver', reason })
        .thenRecorded(handedOver);
    given(...toCompleted)
      .when({ type: 'HandOver', reason })
      .thenRejected('TransferEnded');
    given(...toCompleted)
      .when({ type: 'HandOverReturn', reason })
      .thenRecorded(handedOver);
    given(...toSettled)
      .when({ type: 'HandOverReturn', reason })
      .thenRejected('TransferEnded');
  });
});
