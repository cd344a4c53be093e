import type { Origin } from '../../domain/facts/origin.ts';
import { headerOf } from '../../domain/facts/origin.ts';
import type { RiskAlertResolved } from '../../domain/facts/risk-alert-resolved.ts';
import type { AlertResolution, AlertRow } from '../../domain/risk/risk-rows.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Ledger } from '../runtime/ledger.ts';

export type ResolutionOfAlert = {
  readonly origin: Origin;
  readonly alert: AlertRow;
  readonly decision: AlertResolution['decision'];
};

const attemptsMaximum = 4;

/**
 * Records as a fact how an alert is settled, and answers what counts: the first that was recorded since it was raised,
 * whoever asked for it. Throws what the event store throws, and TransientFailure where others kept being faster.
 */
export const recordResolution = async (
  { eventStore, clock, digest }: Pick<Ledger, 'eventStore' | 'clock' | 'digest'>,
  { origin, alert, decision }: ResolutionOfAlert,
): Promise<AlertResolution> => {
  const streamId = streamIdOf(origin.ledger, 'resolution', alert.alertId);
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    const [head] = await eventStore.load([streamId], 'strong');
    if (head === undefined) throw new InvariantViolation(`${streamId} was not loaded`);
    const newest = head.newest === undefined ? undefined : (JSON.parse(head.newest.text) as RiskAlertResolved);
    if (newest?.raisedAt === alert.raisedAt) return resolutionOf(newest);
    const { alertId, raisedAt, factId, accountId, transferId } = alert;
    const fact: RiskAlertResolved = {
      ...headerOf(origin, clock.now()),
      type: 'RiskAlertResolved',
      schemaVersion: 1,
      alertId,
      raisedAt,
      factId,
      accountId,
      ...(transferId === null ? {} : { transferId }),
      decision,
    };
    const text = canonicalJson(fact);
    const outcome = await eventStore.append([{ head, text, hash: digest(text), published: true }]);
    if (outcome.code === 'Appended') return resolutionOf(fact);
  }
  throw new TransientFailure(`Others kept settling ${alert.alertId}`);
};

const resolutionOf = ({ decision, actor, recordedAt }: RiskAlertResolved): AlertResolution => ({
  decision,
  actor,
  resolvedAt: recordedAt,
});
