import type { Clock } from '../../../domain/ports/clock.ts';
import type { PayoutInstruction, PayoutRail, RecallOutcome, SubmitOutcome } from '../../../domain/ports/payout-rail.ts';
import type { ProjectionStore, Row, RowChange } from '../../../domain/ports/projection-store.ts';
import { assertNever } from '../../../domain/shared/assert-never.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import {
  conductOf,
  dutyKey,
  payoutIn,
  payoutKey,
  railReferenceOf,
  type SimulatedPayout,
  settleDutyOf,
} from './simulated-payout.ts';

const conflictsMaximum = 8;

/**
 * A bank that behaves as a payout's destination says, over its own books. It acts once on a reference. Settling is its
 * back office's work, which sends the notices.
 */
export const simulatedRail = (books: ProjectionStore, clock: Clock): PayoutRail => ({
  submit: async (instruction) => {
    const key = payoutKey(instruction.reference);
    const [known] = await books.load([key]);
    if (known !== undefined) return answerOf(payoutIn(known));
    const payout = payoutOf(instruction, clock);
    const duty = payout.status === 'accepted' ? settleDutyOf(payout) : undefined;
    const changes: RowChange[] = [{ key, revision: 0, body: payout }];
    if (duty !== undefined) changes.push({ key: dutyKey(duty), revision: 0, body: duty });
    if ((await books.commit(changes)) === 'conflict')
      throw new TransientFailure('The bank is busy with the same payout');
    if (conductOf(instruction.destination) === 'timeout')
      throw new TransientFailure('The bank took the payout, and its answer was lost');
    return answerOf(payout);
  },
  recall: (reference) => recall(books, clock, reference),
});

const payoutOf = (
  { reference, ledger, amount: { currency, amount }, destination }: PayoutInstruction,
  clock: Clock,
): SimulatedPayout => {
  const conduct = conductOf(destination);
  const status = conduct === undefined || conduct === 'refuse' ? 'refused' : 'accepted';
  const about = { reference, ledger, currency, amount, destination, railReference: railReferenceOf(reference) };
  return { ...about, status, effects: 0, submittedAt: clock.now() };
};

const answerOf = ({ status, railReference, destination }: SimulatedPayout): SubmitOutcome => {
  switch (status) {
    case 'accepted':
    case 'settled':
    case 'returned':
      return { code: 'Accepted', railReference };
    case 'recalled':
      return { code: 'Refused', detail: 'The payout was recalled.' };
    case 'refused':
      return {
        code: 'Refused',
        detail:
          conductOf(destination) === undefined ? 'The bank does not know the destination.' : 'The bank refuses it.',
      };
    default:
      return assertNever(status);
  }
};

const recall = async (books: ProjectionStore, clock: Clock, reference: string): Promise<RecallOutcome> => {
  for (let attempt = 1; attempt <= conflictsMaximum; attempt += 1) {
    const [row] = await books.load([payoutKey(reference)]);
    const payout = row === undefined ? undefined : payoutIn(row);
    if (payout?.status === 'settled' || payout?.status === 'returned')
      return { code: 'Settled', railReference: payout.railReference };
    if (payout?.status === 'recalled' || payout?.status === 'refused') return { code: 'Recalled' };
    const changes = payout === undefined ? [tombstone(reference, clock)] : await recalled(books, payout, row);
    if ((await books.commit(changes)) === 'committed') return { code: 'Recalled' };
  }
  throw new TransientFailure('The bank is busy with the same payout');
};

// A payout that the bank never heard of is refused when it comes after all.
const tombstone = (reference: string, clock: Clock): RowChange => {
  const about = { reference, ledger: '', currency: '', amount: '', destination: '', railReference: '' };
  const body: SimulatedPayout = { ...about, status: 'recalled', effects: 0, submittedAt: clock.now() };
  return { key: payoutKey(reference), revision: 0, body };
};

const recalled = async (
  books: ProjectionStore,
  payout: SimulatedPayout,
  row: Row | undefined,
): Promise<readonly RowChange[]> => {
  const duty = settleDutyOf(payout);
  const [waiting] = duty === undefined ? [] : await books.load([dutyKey(duty)]);
  return [
    { key: payoutKey(payout.reference), revision: row?.revision ?? 0, body: { ...payout, status: 'recalled' } },
    ...(waiting === undefined ? [] : [{ key: waiting.key, revision: waiting.revision, body: null }]),
  ];
};
