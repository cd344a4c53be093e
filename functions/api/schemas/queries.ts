import * as z from 'zod';
import { pageSizeDefault, pageSizeMaximum } from '../limits.ts';

const limitSchema = z
  .string()
  .regex(/^(?:[1-9]\d?|1\d\d|200)$/, `Give a whole number from 1 to ${pageSizeMaximum}.`)
  .transform(Number)
  .optional()
  .meta({
    description: `How many to answer at most; ${pageSizeDefault} where absent.`,
    wire: { type: 'integer', minimum: 1, maximum: pageSizeMaximum, default: pageSizeDefault },
  });

const cursorSchema = z.string().optional().meta({ description: '`nextCursor` of the page before.' });

export const pageQuery = z.strictObject({ limit: limitSchema, cursor: cursorSchema });
export type PageQuery = z.infer<typeof pageQuery>;

export const accountsQuery = z.strictObject({
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_:-]{1,100}$/, 'Give the beginning of an account id.')
    .optional()
    .meta({ description: 'The beginning of the ids wanted; end it with `:` for one branch of the chart of accounts.' }),
  limit: limitSchema,
  cursor: cursorSchema,
});
export type AccountsQuery = z.infer<typeof accountsQuery>;

export const dryRunQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Decide and write nothing.', wire: { type: 'boolean', default: false } }),
});
export type DryRunQuery = z.infer<typeof dryRunQuery>;

/** Of what takes no parameters. */
export const emptyQuery = z.strictObject({});
export type EmptyQuery = z.infer<typeof emptyQuery>;

export const trialBalanceQuery = z.strictObject({ cursor: cursorSchema });
export type TrialBalanceQuery = z.infer<typeof trialBalanceQuery>;

const sizeSchema = (description: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'Give a number of entries.')
    .transform(Number)
    .meta({ description, wire: { type: 'integer', minimum: 1 } });

export const consistencyQuery = z.strictObject({
  from: sizeSchema('The size of the earlier checkpoint; it has to be given.'),
  to: sizeSchema('The size of the later checkpoint; the newest where absent.').optional(),
});
export type ConsistencyQuery = z.infer<typeof consistencyQuery>;
