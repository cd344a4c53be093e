import { listAlerts } from '../../adapters/risk/list-alerts.ts';
import { type Answer, ok } from '../answer.ts';
import { alertAnswer } from '../answers/alert-answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { pageSizeDefault } from '../limits.ts';
import type { PageQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';

const list = 'alerts';

/** A page of risk alerts by id; refuses `MalformedCursor`. */
export const alertsPage = async (
  { risk }: ApiServices,
  ledger: string,
  { limit = pageSizeDefault, cursor }: PageQuery,
): Promise<Answer> => {
  const after = readCursor(list, cursor);
  if (!after.ok) return { problem: after.rejection };
  const from = after.value === undefined ? {} : { after: after.value };
  const alerts = await listAlerts(risk, { ledger, limit: limit + 1, ...from });
  const page = alerts.slice(0, limit);
  const last = alerts.length > limit ? page.at(-1) : undefined;
  return ok({
    items: page.map(alertAnswer),
    nextCursor: last === undefined ? null : cursorOf(list, last.alertId),
  });
};
