import * as z from 'zod';
import {
  amountAnswer,
  correlationAnswer,
  dryRunAnswer,
  momentAnswer,
  sideAnswer,
  textAnswer,
  versionAnswer,
} from './answer-parts.ts';

export const holdAnswerSchema = z
  .strictObject({
    id: textAnswer,
    status: z.enum(['authorized', 'partiallyCaptured', 'captured', 'voided', 'expired']),
    accountId: textAnswer,
    destinationAccountId: textAnswer,
    side: sideAnswer,
    amount: amountAnswer,
    captured: amountAnswer,
    remaining: amountAnswer,
    currency: textAnswer,
    description: textAnswer,
    authorizedAt: momentAnswer,
    expiresAt: momentAnswer.nullable(),
    transferId: textAnswer.nullable(),
    version: versionAnswer,
    recordedAt: momentAnswer,
    actor: textAnswer,
    correlationId: correlationAnswer,
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Hold' });
