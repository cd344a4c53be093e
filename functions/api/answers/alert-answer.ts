import type { AlertResolution, AlertRow } from '../../../domain/risk/risk-rows.ts';

/** A risk alert, from its row. */
export const alertAnswer = ({ alertId, status, outcome, reasons, features, ...about }: AlertRow) => ({
  id: alertId,
  status,
  outcome,
  reasons,
  features,
  accountId: about.accountId,
  transferId: about.transferId,
  factId: about.factId,
  raisedAt: about.raisedAt,
  resolution: about.resolution === null ? null : resolutionAnswer(about.resolution),
});

// As it was decided or as it was read: the same text.
const resolutionAnswer = ({ decision, actor, resolvedAt }: AlertResolution) => ({ decision, actor, resolvedAt });
