import type { Row } from '../../domain/ports/projection-store.ts';
import { queueOf } from '../../domain/projections/balance-rows.ts';
import { type Instant, instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { hasEnded } from '../../domain/transfers/transfer-state.ts';
import { loadTransfer } from '../commands/load-transfer.ts';
import { log, reasonOf } from '../runtime/log.ts';
import { ledgerOfRow } from './ledger-of-row.ts';
import { republishNewest } from './republish-newest.ts';
import type { SweepDependencies } from './sweep.ts';

/** Transfers that one sweep looks at. More than those that wait for a review or a slow rail at any time. */
export const transfersMaximum = 1_000;

/** A transfer of which nothing was heard for so long is looked at, in milliseconds. */
export const silentTransferAfter = 2 * 60_000;

/** Executions of one transfer; where all of them ended and it has not, only a person can help. */
export const executionsMaximum = 10;

/**
 * Finds transfers that have not ended and that no execution carries on: the request to start it may have got lost, or
 * the execution failed. Starts another one, which finds what the earlier ones did. Counts what it finds.
 */
export const restartTransfers = async (dependencies: SweepDependencies): Promise<void> => {
  const { views, clock, count } = dependencies;
  const silentSince = instantOf(millisecondsOf(clock.now()) - silentTransferAfter);
  const rows = await views.dueBy(queueOf('transfers'), silentSince, transfersMaximum);
  let stuck = 0;
  for (const row of rows)
    try {
      if (await isStuck(dependencies, row, silentSince)) stuck += 1;
    } catch (error) {
      stuck += 1;
      log.warn('a transfer could not be looked at', { transferId: row.key.sort, ...reasonOf(error) });
    }
  if (stuck > 0) count('StuckTransfers', stuck);
  if (rows.length === transfersMaximum)
    log.warn('more transfers are silent than one sweep looks at', { transfersMaximum });
};

const isStuck = async (dependencies: SweepDependencies, row: Row, silentSince: Instant): Promise<boolean> => {
  const { ledger, executions } = dependencies;
  const about = { ledger: ledgerOfRow(row), transferId: row.key.sort };
  const loaded = await loadTransfer(ledger, about);
  if (loaded === undefined || loaded.newest.recordedAt > silentSince) return false;
  if (hasEnded(loaded.transfer)) {
    // The view has missed that, and would never hear of it: nothing more happens to the transfer.
    await republishNewest(dependencies, streamIdOf(about.ledger, 'transfer', about.transferId));
    return false;
  }
  for (let number = 1; number <= executionsMaximum; number += 1) {
    const name = executionName(about.transferId, number);
    const state = await executions.stateOf(name);
    if (state === 'running') return false;
    if (state === 'ended') continue;
    await executions.start({ ...about, name });
    log.warn('a transfer stood still and was started again', { transferId: about.transferId, execution: name });
    return true;
  }
  log.error('a transfer stands still, however often it was started', about);
  return true;
};

/** The first execution is named after its transfer, the later ones are numbered. */
export const executionName = (transferId: string, number: number): string =>
  number === 1 ? transferId : `${transferId}-${number}`;
