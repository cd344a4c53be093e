import type { ProjectionStore, Row, RowKey } from '../../../domain/ports/projection-store.ts';
import { withoutAlert } from '../../../domain/risk/alerts.ts';
import {
  type AlertResolution,
  type AlertRow,
  alertKey,
  type StandingRow,
  standingKey,
} from '../../../domain/risk/risk-rows.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';

export type ResolveAlert = { readonly ledger: string; readonly alertId: string; readonly resolution: AlertResolution };

export type AlertOutcome =
  /** Settled now, or before: then `alert` says by whom and how, which may differ from what was asked. */
  | { readonly code: 'Resolved'; readonly alert: AlertRow; readonly isReplayed: boolean }
  | { readonly code: 'AlertNotFound' };

const attemptsMaximum = 16;

/**
 * Settles an alert and takes it off its account, which is restricted no longer once no alert that blocks is open. The
 * first resolution stands. Fails with TransientFailure where the account's alerts kept changing; then nothing happened.
 */
export const resolveAlert = async (
  store: Pick<ProjectionStore, 'load' | 'commit'>,
  { ledger, alertId, resolution }: ResolveAlert,
): Promise<AlertOutcome> => {
  const alertAt = alertKey(ledger, alertId);
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    const before = await rowAt(store, alertAt);
    if (before === undefined) return { code: 'AlertNotFound' };
    const alert = before.body as AlertRow;
    if (alert.status === 'resolved') return { code: 'Resolved', alert, isReplayed: true };
    const settled: AlertRow = { ...alert, status: 'resolved', resolution };
    const standingAt = standingKey(ledger, alert.accountId);
    const standing = await rowAt(store, standingAt);
    const left = withoutAlert(standing?.body as StandingRow | undefined, alertId) ?? null;
    const changes = [
      { key: alertAt, revision: before.revision, body: settled },
      ...(standing === undefined ? [] : [{ key: standingAt, revision: standing.revision, body: left }]),
    ];
    if ((await store.commit(changes)) === 'committed') return { code: 'Resolved', alert: settled, isReplayed: false };
  }
  throw new TransientFailure(`The alerts of the account of ${alertId} kept changing`);
};

const rowAt = async (store: Pick<ProjectionStore, 'load'>, key: RowKey): Promise<Row | undefined> =>
  (await store.load([key]))[0];
