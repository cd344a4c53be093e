import type { Row } from '../../domain/ports/projection-store.ts';
import { queueOf } from '../../domain/projections/balance-rows.ts';
import { instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { releaseHold } from '../commands/release-hold.ts';
import { log, reasonOf } from '../runtime/log.ts';
import { ledgerOfRow } from './ledger-of-row.ts';
import { republishNewest } from './republish-newest.ts';
import type { SweepDependencies } from './sweep.ts';

/** Holds that one sweep expires; the next one goes on. */
export const holdsMaximum = 100;

/** A hold that has not been let go so long after it expired is stuck, in milliseconds. */
export const stuckHoldAfter = 10 * 60_000;

/** Expires the holds that are due. Counts those that are long overdue and could not be let go. */
export const expireHolds = async (dependencies: SweepDependencies): Promise<void> => {
  const { ledger, views, clock, count } = dependencies;
  const now = clock.now();
  const overdue = instantOf(millisecondsOf(now) - stuckHoldAfter);
  const rows = await views.dueBy(queueOf('holds'), now, holdsMaximum);
  let stuck = 0;
  for (const row of rows) {
    const isReleased = await expire(row, ledger);
    if (String(row.body['expiresAt']) > overdue) continue;
    // So late, one that has ended is still in the queue because the view has missed that.
    if (isReleased) await republishNewest(dependencies, streamIdOf(ledgerOfRow(row), 'hold', row.key.sort));
    else stuck += 1;
  }
  if (stuck > 0) count('StuckHolds', stuck);
  if (rows.length > 0) log.info('holds were due', { holds: rows.length, stuck });
};

// The view may be behind: a hold that has ended by now is no longer to be let go.
const ended: ReadonlySet<string> = new Set(['HoldCaptured', 'HoldVoided', 'HoldExpired']);

const expire = async (row: Row, ledger: SweepDependencies['ledger']): Promise<boolean> => {
  const holdId = row.key.sort;
  const origin = { ledger: ledgerOfRow(row), actor: 'quipu:sweeper' };
  try {
    const body = { holdId, type: 'ExpireHold' } as const;
    const outcome = await releaseHold(ledger, { origin, key: `${holdId}#expire`, body });
    if (outcome.code !== 'Rejected') return true;
    if (!ended.has(outcome.rejection.code)) log.warn('a hold did not expire', { holdId, code: outcome.rejection.code });
    return ended.has(outcome.rejection.code);
  } catch (error) {
    log.warn('a hold did not expire', { holdId, ...reasonOf(error) });
    return false;
  }
};
