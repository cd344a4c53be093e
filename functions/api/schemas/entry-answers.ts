import * as z from 'zod';
import {
  accountVersionAnswer,
  amountAnswer,
  balanceAfterAnswer,
  correlationAnswer,
  dayAnswer,
  dryRunAnswer,
  metadataAnswer,
  momentAnswer,
  sideAnswer,
  textAnswer,
} from './answer-parts.ts';

export const entryAnswerSchema = z
  .strictObject({
    id: textAnswer,
    description: textAnswer,
    effectiveDate: dayAnswer,
    valueDate: dayAnswer,
    recordedAt: momentAnswer,
    postings: z.array(
      z.strictObject({
        accountId: textAnswer,
        side: sideAnswer,
        amount: amountAnswer,
        currency: textAnswer,
        accountVersion: accountVersionAnswer,
        balanceAfter: balanceAfterAnswer,
      }),
    ),
    metadata: metadataAnswer,
    actor: textAnswer,
    correlationId: correlationAnswer,
    holdId: textAnswer.nullable(),
    transferId: textAnswer.nullable(),
    hash: textAnswer,
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'JournalEntry' });
