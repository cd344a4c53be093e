import * as z from 'zod';

/** The parts that answers share. */
export const textAnswer = z.string();
export const amountAnswer = z.string().meta({
  description: "Decimal text with exactly the currency's digits; may be negative.",
});
export const momentAnswer = z.string().meta({ format: 'date-time' });
export const dayAnswer = z.string().meta({ format: 'date' });
export const versionAnswer = z.int().nonnegative();
export const metadataAnswer = z.record(z.string(), z.string());
export const sideAnswer = z.enum(['debit', 'credit']);

export const dryRunAnswer = z
  .literal(true)
  .optional()
  .meta({ description: 'There in the answer to a dry run: nothing was written.' });

export const correlationAnswer = z
  .string()
  .nullable()
  .meta({ description: "The caller's X-Correlation-Id, or else the trace id." });

export const nextCursorAnswer = z.string().nullable().meta({ description: 'Of the next page; null at the end.' });

/** What an entry left on an account; entries on a striped one do not follow one another, so none leaves a balance. */
export const balanceAfterAnswer = z
  .strictObject({ posted: amountAnswer, pending: amountAnswer, available: amountAnswer })
  .nullable()
  .meta({ description: 'Null on a striped account, whose entries do not follow one another.' });

export const accountVersionAnswer = versionAnswer
  .nullable()
  .meta({ description: 'The version of the account that the entry made; null on a striped account.' });
