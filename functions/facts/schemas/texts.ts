import * as z from 'zod';
import { type AccountId, accountIdLengthMaximum, parseAccountId } from '../../../domain/accounts/account.ts';
import { parseKeptAccountId } from '../../../domain/accounts/stripe.ts';
import { type CalendarDate, type Instant, parseCalendarDate, parseInstant } from '../../../domain/shared/instant.ts';

// The brand is made by the schema's own check, so the parsed text is evidence of it.
const branded = <Branded extends string>(schema: z.ZodString): z.ZodType<Branded> =>
  schema as unknown as z.ZodType<Branded>;

const text = z.string();

/** The caller's name of an account. */
export const accountIdText = branded<AccountId>(
  text
    .max(accountIdLengthMaximum)
    .regex(/^[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$/)
    .refine((id) => parseAccountId(id) !== undefined, { error: 'too many segments' }),
);

/** The id of an account or of a stripe of one, as facts have it that move money. */
export const keptAccountIdText = branded<AccountId>(
  text
    .max(accountIdLengthMaximum + '~16'.length)
    .regex(/^[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*(~([1-9]|1[0-6]))?$/)
    .refine((id) => parseKeptAccountId(id) !== undefined, { error: 'too many segments' }),
);

/** `2026-11-23T10:00:00.000Z` */
export const instantText = branded<Instant>(
  text
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
    .refine((instant) => parseInstant(instant) !== undefined, { error: 'no such moment' }),
);

/** `2026-11-23` */
export const dateText = branded<CalendarDate>(
  text.regex(/^\d{4}-\d{2}-\d{2}$/).refine((date) => parseCalendarDate(date) !== undefined, { error: 'no such day' }),
);

/** Decimal text, as amounts are written: never a number. */
export const decimalText = text.regex(/^-?(0|[1-9]\d*)(\.\d+)?$/);

export const currencyText = text.regex(/^[A-Z]{3}$/);

export const metadataMap = z.record(text, text);
