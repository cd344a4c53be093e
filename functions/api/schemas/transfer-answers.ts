import * as z from 'zod';
import {
  amountAnswer,
  correlationAnswer,
  dryRunAnswer,
  metadataAnswer,
  momentAnswer,
  textAnswer,
  versionAnswer,
} from './answer-parts.ts';

const reason = z.strictObject({ code: textAnswer, detail: textAnswer });

export const transferAnswerSchema = z
  .strictObject({
    id: textAnswer,
    kind: z.literal('payout'),
    status: z.enum([
      'requested',
      'screened',
      'inReview',
      'held',
      'submitted',
      'settled',
      'completed',
      'refused',
      'undone',
      'needsRepair',
    ]),
    reason: reason.nullable(),
    sourceAccountId: textAnswer,
    settlementAccountId: textAnswer,
    amount: amountAnswer,
    currency: textAnswer,
    destination: textAnswer,
    description: textAnswer,
    metadata: metadataAnswer,
    holdId: textAnswer.nullable(),
    entryIds: z.array(textAnswer),
    railReference: textAnswer.nullable(),
    proposedRepair: z
      .strictObject({
        outcome: z.enum(['moved', 'notMoved']),
        railReference: textAnswer.nullable(),
        detail: textAnswer,
        proposedBy: textAnswer,
      })
      .nullable(),
    requestedAt: momentAnswer,
    version: versionAnswer,
    recordedAt: momentAnswer,
    correlationId: correlationAnswer,
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Transfer' });

export const timelineAnswerSchema = z
  .strictObject({
    transferId: textAnswer,
    steps: z.array(
      z.strictObject({
        name: textAnswer,
        status: z.enum(['done', 'failed']),
        attempt: z.int().positive(),
        startedAt: momentAnswer,
        endedAt: momentAnswer,
        error: reason.nullable(),
      }),
    ),
    facts: z.array(
      z.strictObject({
        factId: textAnswer,
        type: textAnswer,
        recordedAt: momentAnswer,
        seenBy: z.strictObject({
          relay: momentAnswer.nullable(),
          balance: momentAnswer.nullable(),
          fraud: momentAnswer.nullable(),
          audit: momentAnswer.nullable(),
        }),
      }),
    ),
  })
  .meta({ id: 'Timeline' });
