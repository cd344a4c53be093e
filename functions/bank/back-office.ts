import type { Clock } from '../../domain/ports/clock.ts';
import type { ProjectionStore, Row } from '../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import {
  conductOf,
  dutiesPartition,
  dutyIn,
  dutyKey,
  later,
  payoutIn,
  payoutKey,
  type SimulatedDuty,
  type SimulatedPayout,
  simulatedDelay,
} from '../adapters/rail/simulated-payout.ts';
import { type NewsDependencies, settleTransfer } from '../commands/settle-transfer.ts';
import { log, reasonOf } from '../runtime/log.ts';

/** Duties that one run looks at; the next one goes on. */
export const dutiesMaximum = 100;

export type BackOfficeDependencies = NewsDependencies & { readonly books: ProjectionStore; readonly clock: Clock };

/**
 * The simulated bank's back office: settles and returns what is due, and sends each notice until the ledger takes it.
 * Money moves in the same commit that says so, so however often this runs, it moves once. Throws the first failure
 * after all duties had their turn.
 */
export const backOffice = async (dependencies: BackOfficeDependencies): Promise<void> => {
  const { books, clock } = dependencies;
  const waiting = await books.query({ partition: dutiesPartition, limit: dutiesMaximum });
  const now = clock.now();
  const failures: unknown[] = [];
  for (const row of waiting.filter((due) => dutyIn(due).at <= now))
    try {
      await doDuty(dependencies, row);
    } catch (error) {
      log.warn('a duty of the bank failed', { reference: dutyIn(row).reference, ...reasonOf(error) });
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
};

const doDuty = async (dependencies: BackOfficeDependencies, row: Row): Promise<void> => {
  const duty = dutyIn(row);
  const payout = await moveMoney(dependencies.books, duty);
  if (payout === undefined) return;
  if (!(await ledgerKnows(dependencies, duty, payout))) return;
  const done = { key: row.key, revision: row.revision, body: null };
  if (duty.duty === 'return' || conductOf(payout.destination) !== 'return') {
    await dependencies.books.commit([done]);
    return;
  }
  const next: SimulatedDuty = { ...duty, duty: 'return', at: later(dependencies.clock.now(), simulatedDelay) };
  await dependencies.books.commit([done, { key: dutyKey(next), revision: 0, body: next }]);
};

// Answers the payout after it, or undefined where it is not to be done, or somebody else is at it.
const moveMoney = async (
  books: ProjectionStore,
  { reference, duty }: SimulatedDuty,
): Promise<SimulatedPayout | undefined> => {
  const [row] = await books.load([payoutKey(reference)]);
  if (row === undefined) throw new InvariantViolation(`A duty is about ${reference}, which the bank does not know`);
  const payout = payoutIn(row);
  const moved = duty === 'settle' ? 'settled' : 'returned';
  if (payout.status === moved) return payout;
  if (payout.status !== (duty === 'settle' ? 'accepted' : 'settled')) return undefined;
  const effects = duty === 'settle' ? payout.effects + 1 : payout.effects;
  const after: SimulatedPayout = { ...payout, status: moved, effects };
  const outcome = await books.commit([{ key: row.key, revision: row.revision, body: after }]);
  return outcome === 'committed' ? after : undefined;
};

// A refusal that lasts is an answer too: the ledger has heard, and sending it again would change nothing.
const ledgerKnows = async (
  { ledger, waitingSteps }: BackOfficeDependencies,
  { reference, duty }: SimulatedDuty,
  { ledger: name, railReference }: SimulatedPayout,
): Promise<boolean> => {
  const outcome = duty === 'settle' ? 'settled' : 'returned';
  const notice = await settleTransfer(
    { ledger, waitingSteps },
    {
      origin: { ledger: name, actor: 'rail:simulated' },
      key: `${reference}#${outcome}`,
      body: {
        transferId: reference,
        outcome,
        railReference,
        ...(duty === 'return' ? { detail: 'The bank returned the payout.' } : {}),
      },
    },
  );
  if (notice.code !== 'Rejected') return true;
  const { code } = notice.rejection;
  log.warn('the ledger refused a notice of the bank', { reference, outcome, code });
  return code !== 'TransferInProgress' && code !== 'TryAgain';
};
