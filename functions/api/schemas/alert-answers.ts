import * as z from 'zod';
import { dryRunAnswer, momentAnswer, nextCursorAnswer, textAnswer } from './answer-parts.ts';

export const alertAnswerSchema = z
  .strictObject({
    id: textAnswer,
    status: z.enum(['open', 'resolved']),
    outcome: z.enum(['review', 'block']),
    reasons: z.array(textAnswer),
    features: z.record(z.string(), z.string()),
    accountId: textAnswer,
    transferId: textAnswer.nullable(),
    factId: textAnswer,
    raisedAt: momentAnswer,
    resolution: z
      .strictObject({ decision: z.enum(['approve', 'refuse']), actor: textAnswer, resolvedAt: momentAnswer })
      .nullable(),
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'RiskAlert' });

export const alertsAnswerSchema = z
  .strictObject({ items: z.array(alertAnswerSchema), nextCursor: nextCursorAnswer })
  .meta({ id: 'RiskAlerts' });
