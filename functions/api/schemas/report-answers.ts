import * as z from 'zod';
import { amountAnswer, momentAnswer, nextCursorAnswer, textAnswer } from './answer-parts.ts';

const consumerHealth = z.strictObject({
  lagSeconds: z
    .number()
    .nonnegative()
    .nullable()
    .meta({
      description:
        'How long the earliest fact that it is known to lack has waited; where it lacks none, how long the newest took. ' +
        'Null where nothing came yet.',
    }),
  parked: z.int().nonnegative().meta({ description: 'Records set aside; 1,000 stands for that many or more.' }),
});

export const trialBalanceAnswerSchema = z
  .strictObject({
    currencies: z.array(
      z.strictObject({ currency: textAnswer, debits: amountAnswer, credits: amountAnswer, difference: amountAnswer }),
    ),
    accounts: z.array(
      z.strictObject({ accountId: textAnswer, currency: textAnswer, debits: amountAnswer, credits: amountAnswer }),
    ),
    upTo: momentAnswer
      .nullable()
      .meta({ description: 'When the newest entry in it was recorded; null where there is none.' }),
    nextCursor: nextCursorAnswer.meta({ description: 'Of the next page of accounts; null at the end.' }),
  })
  .meta({ id: 'TrialBalance' });

export const healthAnswerSchema = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    consumers: z.strictObject({ balance: consumerHealth, fraud: consumerHealth, audit: consumerHealth }),
  })
  .meta({ id: 'Health' });
