import * as z from 'zod';
import { type AccountId, accountIdLengthMaximum, accountIdSegmentsMaximum } from '../../../domain/accounts/account.ts';
import type { CalendarDate, Instant } from '../../../domain/shared/instant.ts';
import { sealedTextForm } from '../../runtime/sealed-text.ts';
import {
  descriptionCharactersMaximum,
  metadataKeyCharactersMaximum,
  metadataPairsMaximum,
  metadataValueCharactersMaximum,
  nameCharactersMaximum,
  referenceCharactersMaximum,
} from '../limits.ts';

// The pattern counts code points, as JSON Schema does, and keeps out control characters and halves of surrogate pairs.
export const lineOf = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(
      new RegExp(`^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{${minimum},${maximum}}$`, 'u'),
      `Give ${minimum} to ${maximum} characters without control characters.`,
    );

// A sealed value may be longer than what anybody writes.
const freeTextOf = (maximum: number) =>
  z
    .string()
    .regex(
      new RegExp(`^(?:[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{0,${maximum}}|${sealedTextForm})$`, 'u'),
      `Give 0 to ${maximum} characters without control characters, or one sealed value.`,
    );

export const nameSchema = lineOf(1, nameCharactersMaximum);

export const descriptionSchema = freeTextOf(descriptionCharactersMaximum);

export const referenceSchema = z
  .string()
  .regex(
    new RegExp(`^[A-Za-z0-9_.:-]{1,${referenceCharactersMaximum}}$`),
    `Give a reference of 1 to ${referenceCharactersMaximum} of A-Z a-z 0-9 _ . : -`,
  );

export const accountIdSchema = z
  .string()
  .max(accountIdLengthMaximum, `At most ${accountIdLengthMaximum} characters.`)
  .regex(
    new RegExp(`^[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+){0,${accountIdSegmentsMaximum - 1}}$`),
    `Give 1 to ${accountIdSegmentsMaximum} segments of A-Z a-z 0-9 _ - joined by ":".`,
  )
  .meta({ description: "The caller's name of an account, such as `sellers:7:payable`." })
  // The pattern and the length are those of `parseAccountId`; a test holds the two together.
  .transform((text) => text as AccountId);

/** Refused by `refusedKeys` before the record drops it: JavaScript has its own idea of what this name means. */
export const metadataKeyRefused = '__proto__';

export const metadataSchema = z
  .record(
    z
      .string()
      .regex(
        new RegExp(`^(?!${metadataKeyRefused}$)[A-Za-z0-9_.-]{1,${metadataKeyCharactersMaximum}}$`),
        `A key is 1 to ${metadataKeyCharactersMaximum} of A-Z a-z 0-9 _ . -`,
      ),
    freeTextOf(metadataValueCharactersMaximum),
  )
  .refine((pairs) => Object.keys(pairs).length <= metadataPairsMaximum, `At most ${metadataPairsMaximum} pairs.`)
  .meta({
    maxProperties: metadataPairsMaximum,
    description: "The caller's own references; never personal data, unless it is sealed.",
  });

export const amountSchema = z
  .string('An amount is decimal text such as "12.50".')
  .regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, 'An amount is decimal text such as "12.50".')
  .meta({ description: "Decimal text with at most the currency's digits, such as `12.50`; never a JSON number." });

export const currencySchema = z.string().meta({ description: 'An ISO 4217 code with minor units, such as `USD`.' });

export const sideSchema = z.enum(['debit', 'credit']);

export const dateSchema = z.iso
  .date('Give a day such as "2026-11-23".')
  .meta({ pattern: undefined })
  .transform((text) => text as CalendarDate);

export const instantSchema = z.iso
  .datetime({ precision: 3, error: 'Give a moment such as "2026-11-23T10:00:00.000Z".' })
  .meta({ pattern: undefined })
  .transform((text) => text as Instant);
