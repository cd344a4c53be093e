import * as z from 'zod';
import { header } from './header.ts';
import { accountIdText, instantText, metadataMap } from './texts.ts';

/** A risk decision with what led to it. */
export const screening = {
  outcome: z.enum(['approve', 'review', 'block']),
  reasons: z.array(z.string()).readonly(),
  features: metadataMap,
};

export const riskDecided1 = z.strictObject({
  ...header,
  ...screening,
  type: z.literal('RiskDecided'),
  schemaVersion: z.literal(1),
  decisionId: z.string(),
  factId: z.string(),
  accountId: accountIdText,
  transferId: z.exactOptional(z.string()),
});

export const riskAlertResolved1 = z.strictObject({
  ...header,
  type: z.literal('RiskAlertResolved'),
  schemaVersion: z.literal(1),
  alertId: z.string(),
  raisedAt: instantText,
  factId: z.string(),
  accountId: accountIdText,
  transferId: z.exactOptional(z.string()),
  decision: z.enum(['approve', 'refuse']),
});
