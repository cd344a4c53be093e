import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { type AlertRow, alertsOf } from '../../../domain/risk/risk-rows.ts';

export type AlertQuery = { readonly ledger: string; readonly after?: string; readonly limit: number };

/** The alerts of a ledger, open and resolved, in the order of their ids and strictly after `after`. */
export const listAlerts = async (
  store: Pick<ProjectionStore, 'query'>,
  { ledger, after, limit }: AlertQuery,
): Promise<readonly AlertRow[]> => {
  const rows = await store.query({ partition: alertsOf(ledger), limit, ...(after === undefined ? {} : { after }) });
  return rows.map(({ body }) => body as AlertRow);
};
