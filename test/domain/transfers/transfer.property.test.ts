import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { TransferCommand } from '../../../domain/transfers/transfer-command.ts';
import { transfer } from '../../../domain/transfers/transfer-decider.ts';
import type { TransferEvent } from '../../../domain/transfers/transfer-event.ts';
import { transferOf } from '../../../domain/transfers/transfer-of-snapshot.ts';
import { hasEnded, type TransferState } from '../../../domain/transfers/transfer-state.ts';
import { transferSnapshotOf } from '../../../domain/transfers/transfer-stream.ts';
import { amount } from '../../support/money.ts';
import { accountId } from '../../support/test-ledger.ts';

const now = instantOf(Date.parse('2026-11-23T10:00:00.000Z'));
const reason = { code: 'Because', detail: 'It is so.' };
const found = { railReference: 'rail 1', detail: 'The bank says so.' };
const request: TransferCommand = {
  type: 'RequestTransfer',
  now,
  terms: {
    kind: 'payout',
    sourceAccountId: accountId('seller'),
    settlementAccountId: accountId('bank'),
    amount: amount('25.00'),
    destination: 'sim-accept',
    description: '',
    metadata: {},
  },
};

const anyCommand: fc.Arbitrary<TransferCommand> = fc.oneof(
  fc
    .constantFrom('approve' as const, 'review' as const, 'block' as const)
    .map(
      (outcome): TransferCommand => ({ type: 'RecordScreening', screening: { outcome, reasons: [], features: {} } }),
    ),
  fc.constantFrom<TransferCommand>(
    { type: 'ReleaseFromReview' },
    { type: 'RefuseInReview', reason },
    { type: 'RecordHold', holdId: 'hld_1' },
    { type: 'RecordSubmission', railReference: 'rail 1' },
    { type: 'RecordSettlement', railReference: 'rail 1' },
    { type: 'RecordCapture', entryId: 'jen_1' },
    { type: 'CompleteTransfer' },
    { type: 'RecordReturn', entryId: 'jen_2', reason },
    { type: 'RecordFailure', error: reason },
    { type: 'AbandonTransfer', error: reason },
    { type: 'UndoTransfer', reason },
    { type: 'HandOver', reason },
    { type: 'HandOverReturn', reason },
    { type: 'ProposeRepair', repair: { ...found, outcome: 'moved', proposedBy: 'ana' } },
    { type: 'ProposeRepair', repair: { ...found, outcome: 'notMoved', proposedBy: 'ben' } },
    { type: 'ApproveRepair', outcome: 'moved', approvedBy: 'ben', entryId: 'jen_3' },
    { type: 'ApproveRepair', outcome: 'notMoved', approvedBy: 'ben', entryId: null },
    { type: 'ApproveRepair', outcome: 'notMoved', approvedBy: 'ana', entryId: null },
  ),
);

const usual: readonly TransferCommand[] = [
  { type: 'RecordScreening', screening: { outcome: 'approve', reasons: [], features: {} } },
  { type: 'RecordHold', holdId: 'hld_1' },
  { type: 'RecordSubmission', railReference: 'rail 1' },
  { type: 'RecordSettlement', railReference: 'rail 1' },
  { type: 'RecordCapture', entryId: 'jen_1' },
  { type: 'CompleteTransfer' },
];

/** Any commands, after as much of the usual course as is drawn, so that late states are reached. */
const anyHistory = fc
  .tuple(
    fc.integer({ min: 0, max: usual.length }),
    fc.constantFrom<readonly TransferCommand[]>([], [{ type: 'HandOver', reason }]),
    fc.array(anyCommand, { maxLength: 12 }),
  )
  .map(([far, handedOver, commands]) => [request, ...usual.slice(0, far), ...handedOver, ...commands]);

type Moment = {
  readonly command: TransferCommand;
  readonly before: TransferState;
  readonly events: readonly TransferEvent[];
};

const lived = (commands: readonly TransferCommand[]) => {
  let state = transfer.initialState;
  const moments: Moment[] = [];
  for (const command of commands) {
    const decided = transfer.decide(command, state);
    const events = decided.ok ? decided.value : [];
    moments.push({ command, before: state, events });
    state = events.reduce(transfer.evolve, state);
  }
  return { state, moments };
};

describe('a transfer, whatever is asked of it', () => {
  it('records nothing when a command is repeated, unless it is the failure of a step', () => {
    fc.assert(
      fc.property(anyHistory, anyCommand, (commands, command) => {
        const before = lived(commands).state;
        const first = transfer.decide(command, before);
        if (!first.ok || command.type === 'RecordFailure') return true;
        const again = transfer.decide(command, first.value.reduce(transfer.evolve, before));
        // What ended it otherwise than it asks for is a refusal from then on; it is never recorded twice.
        return again.ok ? again.value.length === 0 : first.value.length > 0;
      }),
    );
  });

  it('makes at most one event at a time', () => {
    fc.assert(fc.property(anyHistory, (commands) => lived(commands).moments.every(({ events }) => events.length <= 1)));
  });

  it('is never undone after money has moved, unless it came back', () => {
    fc.assert(
      fc.property(anyHistory, (commands) => {
        const types = lived(commands).moments.flatMap(({ events }) => events.map(({ type }) => type));
        const settled = types.indexOf('TransferSettled');
        return (
          settled < 0 || !types.slice(settled).some((type) => type === 'TransferUndone' || type === 'TransferRefused')
        );
      }),
    );
  });

  it('is captured once, only after it was settled, and completed only after that', () => {
    fc.assert(
      fc.property(anyHistory, (commands) => {
        const types = lived(commands).moments.flatMap(({ events }) => events.map(({ type }) => type));
        const at = (type: TransferEvent['type']) => types.indexOf(type);
        const captures = types.filter((type) => type === 'TransferCaptured').length;
        return (
          captures <= 1 &&
          (captures === 0 || (at('TransferSettled') >= 0 && at('TransferSettled') < at('TransferCaptured'))) &&
          (at('TransferCompleted') < 0 || (captures === 1 && at('TransferCaptured') < at('TransferCompleted')))
        );
      }),
    );
  });

  it('stays ended, but for what the outside world does to a completed or undone one, and for repairs', () => {
    fc.assert(
      fc.property(anyHistory, (commands) =>
        lived(commands).moments.every(
          ({ before, events }) =>
            before.status === 'absent' ||
            !hasEnded(before) ||
            events.every(({ type }) =>
              before.status === 'needsRepair' ? type.startsWith('TransferRepair') : mayFollowItsEnd.has(type),
            ),
        ),
      ),
    );
  });

  it('is repaired only as somebody else proposed', () => {
    fc.assert(
      fc.property(anyHistory, (commands) =>
        lived(commands).moments.every(({ command, before, events }) => {
          if (!events.some(({ type }) => type === 'TransferRepaired')) return true;
          const proposed = before.status === 'needsRepair' ? before.proposed : undefined;
          return (
            command.type === 'ApproveRepair' &&
            proposed?.outcome === command.outcome &&
            proposed.proposedBy !== command.approvedBy
          );
        }),
      ),
    );
  });

  it('comes back as it was from its snapshot', () => {
    fc.assert(
      fc.property(anyHistory, (commands) => {
        const { state } = lived(commands);
        if (state.status === 'absent') return false;
        // A proposal is in its fact, beside the snapshot.
        const { proposed: _proposed, ...kept } = { proposed: undefined, ...state };
        return JSON.stringify(sorted(transferOf(transferSnapshotOf(state)))) === JSON.stringify(sorted(kept));
      }),
    );
  });
});

const mayFollowItsEnd: ReadonlySet<TransferEvent['type']> = new Set(['TransferReturned', 'TransferNeedsRepair']);

const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
