import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { TransferCommand } from '../../../domain/transfers/transfer-command.ts';
import { transfer } from '../../../domain/transfers/transfer-decider.ts';
import type { TransferEvent } from '../../../domain/transfers/transfer-event.ts';
import { transferOf } from '../../../domain/transfers/transfer-of-snapshot.ts';
import type { TransferState } from '../../../domain/transfers/transfer-state.ts';
import { transferSnapshotOf } from '../../../domain/transfers/transfer-stream.ts';
import { amount } from '../../support/money.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { accountId } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

const now = instantOf(Date.parse('2026-11-23T10:00:00.000Z'));
const terms = {
  kind: 'payout',
  sourceAccountId: accountId('seller'),
  settlementAccountId: accountId('bank'),
  amount: amount('25.00'),
  destination: 'sim-accept',
  description: 'Payout',
  metadata: { batch: '7' },
} as const;
const reason = { code: 'Because', detail: 'It is so.' };
const repair = (outcome: 'moved' | 'notMoved', railReference: string | null = null) => ({
  outcome,
  railReference,
  detail: 'Seen.',
  proposedBy: 'ada',
});
const screening = (outcome: 'approve' | 'review') => ({ outcome, reasons: [], features: {} });

/** Every event that there is. */
const events: readonly TransferEvent[] = [
  { type: 'TransferRequested', terms, requestedAt: now },
  { type: 'TransferScreened', screening: screening('approve') },
  { type: 'TransferPlacedInReview', screening: screening('review') },
  { type: 'TransferHeld', holdId: 'hld_1' },
  { type: 'TransferSubmitted', railReference: 'rail 1' },
  { type: 'TransferSettled', railReference: 'rail 2' },
  { type: 'TransferCaptured', entryId: 'jen_1' },
  { type: 'TransferCompleted' },
  { type: 'TransferReturned', entryId: 'jen_2', reason },
  { type: 'TransferStepFailed', error: reason, abandons: true },
  { type: 'TransferStepFailed', error: reason, abandons: false },
  { type: 'TransferRefused', reason },
  { type: 'TransferUndone', reason },
  { type: 'TransferNeedsRepair', reason },
  { type: 'TransferRepairProposed', repair: repair('moved', 'rail 3') },
  { type: 'TransferRepairProposed', repair: repair('notMoved') },
  { type: 'TransferRepaired', repair: repair('moved', 'rail 3'), entryId: 'jen_3' },
  { type: 'TransferRepaired', repair: repair('notMoved'), entryId: null },
];

/** Every command that there is. */
const commands: readonly TransferCommand[] = [
  { type: 'RequestTransfer', terms, now },
  { type: 'RequestTransfer', terms: { ...terms, settlementAccountId: terms.sourceAccountId }, now },
  { type: 'RecordScreening', screening: screening('approve') },
  { type: 'RecordScreening', screening: screening('review') },
  { type: 'ReleaseFromReview' },
  { type: 'RefuseInReview', reason },
  { type: 'RecordHold', holdId: 'hld_1' },
  { type: 'RecordSubmission', railReference: 'rail 1' },
  { type: 'RecordSettlement', railReference: 'rail 2' },
  { type: 'RecordCapture', entryId: 'jen_1' },
  { type: 'CompleteTransfer' },
  { type: 'RecordReturn', entryId: 'jen_2', reason },
  { type: 'RecordFailure', error: reason },
  { type: 'AbandonTransfer', error: reason },
  { type: 'UndoTransfer', reason },
  { type: 'HandOver', reason },
  { type: 'HandOverReturn', reason },
  { type: 'ProposeRepair', repair: repair('moved') },
  { type: 'ProposeRepair', repair: repair('notMoved') },
  { type: 'ApproveRepair', outcome: 'moved', approvedBy: 'ada', entryId: 'jen_3' },
  { type: 'ApproveRepair', outcome: 'moved', approvedBy: 'bob', entryId: 'jen_3' },
  { type: 'ApproveRepair', outcome: 'notMoved', approvedBy: 'bob', entryId: null },
];

/** Without the terms, which are always the same. */
const shortened = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(JSON.stringify(terms), '"terms"')
    .replaceAll(/"terms":"terms",|"requestedAt":"2026-11-23T10:00:00.000Z",?/g, '');

/** What came of something, or the defect that it was. */
const said = (work: () => unknown): string => {
  try {
    return shortened(work());
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  }
};

/** Repairs that post what no transfer of theirs would could go on for ever. */
const isPossible = (state: TransferState): boolean => !('entryIds' in state) || state.entryIds.length <= 2;

/** All that comes to the same, in one line; by their positions, since several have one type. */
const byOutcome = <One extends { readonly type: string }>(
  ones: readonly One[],
  outcomeOf: (one: One) => string,
): readonly string[] => {
  const grouped = Map.groupBy(ones.entries(), ([, one]) =>
    outcomeOf(one).replace(/^(Inv.*:) Transfer\w+ on/, '$1 it on'),
  );
  return [...grouped].map(
    ([outcome, same]) => `  ${outcome} <- ${same.map(([position, { type }]) => `${type} ${position}`).join(', ')}`,
  );
};

/** Every state that some decisions lead to, by its text. */
const reachable = (): ReadonlyMap<string, TransferState> => {
  const found = new Map<string, TransferState>([[JSON.stringify(transfer.initialState), transfer.initialState]]);
  for (const state of found.values())
    for (const command of commands) {
      const decided = attempt(() => transfer.decide(command, state));
      if (decided?.ok !== true) continue;
      const after = decided.value.reduce(transfer.evolve, state);
      if (isPossible(after)) found.set(JSON.stringify(after), after);
    }
  return found;
};

const attempt = <Value>(work: () => Value): Value | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

describe('a transfer', () => {
  it('answers every command in every state as it does', () => {
    const lines: string[] = [];
    for (const state of reachable().values()) {
      lines.push(shortened(state));
      lines.push(...byOutcome(commands, (command) => said(() => transfer.decide(command, state))));
    }
    expect(lines).toMatchSnapshot();
  });

  it('becomes the same by every event in every state, and its defects are told', () => {
    const lines: string[] = [];
    for (const state of reachable().values()) {
      lines.push(shortened(state));
      const same = shortened(state);
      const becomes = byOutcome(events, (event) => said(() => transfer.evolve(state, event)));
      lines.push(...becomes.map((line) => line.replace(same, 'the same')));
      if (state.status === 'absent') continue;
      const snapshot = transferSnapshotOf(state);
      lines.push(`  written -> ${JSON.stringify({ ...snapshot, ...terms })}`);
      expect(transferOf(snapshot)).toEqual({ ...state, proposed: undefined });
      for (const lost of ['holdId', 'railReference', 'reason'] as const)
        lines.push(`  without ${lost} -> ${said(() => transferOf({ ...snapshot, [lost]: null }))}`);
    }
    expect(lines).toMatchSnapshot();
    expect(
      said(() => transfer.evolve([...reachable().values()][1] as never, { type: 'New' } as never)),
    ).toMatchSnapshot();
    expect(
      said(() => transfer.decide({ type: 'New' } as never, [...reachable().values()][1] as never)),
    ).toMatchSnapshot();
  });

  it.each(['sim-accept', 'sim-refuse', 'sim-timeout', 'sim-late', 'sim-return', 'sim-silent'])(
    'to %s is told by facts that stay as they are, to the byte',
    async (destination) => {
      const world = await payoutWorld();
      const transferId = await world.request('one', destination);
      const { path, end } = await walk(world, transferId);
      world.pass(60_000);
      await world.bank();
      const texts: string[] = [];
      for await (const { streamId, version, text } of world.store.scan()) texts.push(`${streamId}@${version} ${text}`);
      expect([...path, end, ...texts]).toMatchSnapshot();
    },
  );
});
