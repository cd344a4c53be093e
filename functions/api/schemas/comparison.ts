import * as z from 'zod';
import { comparedMinutesMaximum } from '../../runtime/expected-tallies.ts';
import { momentAnswer, textAnswer } from './answer-parts.ts';

/** Minutes that are compared where none are given. */
export const comparedMinutesDefault = 60;

export const comparisonQuery = z.strictObject({
  minutes: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'Give a whole number of minutes.')
    .transform(Number)
    .refine((minutes) => minutes <= comparedMinutesMaximum, `Give at most ${comparedMinutesMaximum} minutes.`)
    .optional()
    .meta({
      description: `How many of the newest minutes to compare; ${comparedMinutesDefault} where absent.`,
      wire: { type: 'integer', minimum: 1, maximum: comparedMinutesMaximum, default: comparedMinutesDefault },
    }),
});
export type ComparisonQuery = z.infer<typeof comparisonQuery>;

const tally = {
  count: z.int().nonnegative().meta({ description: 'How many facts.' }),
  hash: textAnswer.meta({ description: 'The sum of their hashes modulo 2^256: the same for the same facts.' }),
};

const keptTally = z.strictObject({
  ...tally,
  expected: z.strictObject(tally).meta({ description: 'Of the facts of the log that it keeps something of.' }),
});

const consumerName = z.enum(['audit', 'balance', 'fraud']);

export const comparisonAnswerSchema = z
  .strictObject({
    status: z.enum(['same', 'different', 'behind']).meta({
      description:
        '`behind`: the log is longer than was read for this, and nothing was compared. What was recorded seconds ago ' +
        'may still be on its way; a difference that stays is a missed fact.',
    }),
    from: momentAnswer.meta({ description: 'Facts recorded from then on are compared.' }),
    comparedAt: momentAnswer,
    size: z.int().nonnegative().meta({ description: 'How many entries of the log were read.' }),
    checkedAt: momentAnswer
      .nullable()
      .meta({ description: 'When the standing auditor last came to the end of its work; null before the first time.' }),
    consumers: z.strictObject({ audit: z.strictObject(tally), balance: keptTally, fraud: keptTally }),
    differences: z.array(
      z.strictObject({
        consumer: consumerName.meta({ description: 'Who lacks facts.' }),
        minute: momentAnswer.meta({ description: 'The minute in which they were recorded.' }),
        missing: z.int().nonnegative().meta({ description: 'How many; 0 where there are as many, but others.' }),
        hash: textAnswer.meta({ description: 'The sum of the hashes of what is lacking: of one fact, its hash.' }),
        seenBy: consumerName.meta({ description: 'Who has them.' }),
        factId: textAnswer.nullable().meta({ description: 'The fact, where it is one alone and of the newest.' }),
      }),
    ),
  })
  .meta({ id: 'AuditComparison' });
