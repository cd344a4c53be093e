import { type AlertResolution, type AlertRow, alertKey } from '../../../domain/risk/risk-rows.ts';
import { resolveAlert } from '../../adapters/risk/resolve-alert.ts';
import { recordResolution } from '../../commands/record-resolution.ts';
import { resolveReview } from '../../commands/resolve-review.ts';
import type { Answer } from '../answer.ts';
import { alertAnswer } from '../answers/alert-answer.ts';
import { listAlertsOperation, resolveAlertOperation } from '../operations/risk-alerts.ts';
import { type Fault, type Problem, problemOf } from '../problem.ts';
import { alertsPage } from '../reads/alerts-page.ts';
import { type Order, type Route, reading, writing } from '../route.ts';
import type { ResolutionBody } from '../schemas/bodies.ts';
import type { ApiServices } from '../services.ts';

const noSuchAlert: Problem = problemOf({ code: 'AlertNotFound', detail: 'There is no such alert.' });

const resolve = async (order: Order<ResolutionBody>, services: ApiServices): Promise<Answer> => {
  const { origin, id: alertId, body, dryRun } = order;
  if (!/^alr_[0-9A-Z]{26}$/.test(alertId)) return { problem: noSuchAlert };
  const [row] = await services.risk.load([alertKey(origin.ledger, alertId)]);
  if (row === undefined) return { problem: noSuchAlert };
  const alert = row.body as AlertRow;
  if (contradicts(alert, body)) return { problem: resolvedOtherwise };
  const refusal = alert.status === 'open' ? await decideReview(alert, order, services) : undefined;
  if (refusal !== undefined) return { problem: problemOf(refusal) };
  const { decision } = body;
  if (dryRun) {
    const resolution = { decision, actor: origin.actor, resolvedAt: services.ledger.clock.now() };
    return { status: 200, body: { ...alertAnswer(rehearsed(alert, resolution)), dryRun: true } };
  }
  // The fact goes first, and counts: whoever comes after a crash in between settles the alert as it says.
  const resolution = alert.resolution ?? (await recordResolution(services.ledger, { origin, alert, decision }));
  const outcome = await resolveAlert(services.risk, { ledger: origin.ledger, alertId, resolution });
  if (outcome.code === 'AlertNotFound') return { problem: noSuchAlert };
  if (contradicts(outcome.alert, body)) return { problem: resolvedOtherwise };
  const headers = outcome.isReplayed ? { 'Idempotency-Replayed': 'true' } : {};
  return { status: 200, body: alertAnswer(outcome.alert), headers };
};

const resolvedOtherwise: Problem = problemOf({
  code: 'AlertResolved',
  detail: 'The alert was resolved before, and otherwise.',
  pointer: '/decision',
});

const contradicts = ({ resolution }: AlertRow, { decision }: ResolutionBody): boolean =>
  resolution !== null && resolution.decision !== decision;

const rehearsed = (alert: AlertRow, resolution: AlertResolution): AlertRow =>
  alert.status === 'resolved' ? alert : { ...alert, status: 'resolved', resolution };

// The transfer goes first: until it has heard, the alert stays open and the same request can be sent again. One that
// has moved on does not keep its alert open.
const decideReview = async (
  { transferId }: AlertRow,
  { id: _alertId, body: { decision, ...more }, ...order }: Order<ResolutionBody>,
  services: ApiServices,
): Promise<Fault | undefined> => {
  if (transferId === null) return undefined;
  const resolution = decision === 'approve' ? 'release' : 'refuse';
  const outcome = await resolveReview(services, { ...order, body: { transferId, resolution, ...more } });
  if (outcome.code !== 'Rejected' || movedOn.has(outcome.rejection.code)) return undefined;
  return outcome.rejection;
};

const movedOn: ReadonlySet<string> = new Set([
  'TransferNotInReview',
  'TransferEnded',
  'TransferSettled',
  'TransferInProgress',
]);

/** Risk alerts: listed and resolved. */
export const riskAlertRoutes: readonly Route[] = [
  reading(listAlertsOperation, ({ origin, query }, services) => alertsPage(services, origin.ledger, query)),
  writing(resolveAlertOperation, resolve),
];
