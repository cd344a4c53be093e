import * as z from 'zod';
import { dryRunAnswer, momentAnswer, textAnswer } from './answer-parts.ts';
import { accountIdSchema, instantSchema } from './text.ts';

export const trailAccountsMaximum = 100;

/** How many of a trail's files are listed in an answer; its manifest lists all. */
export const trailFilesListed = 1_000;

export const trailBody = z
  .strictObject({
    from: instantSchema
      .nullable()
      .exactOptional()
      .meta({ description: 'The trail begins behind the last close up to then; with the first entry where null.' }),
    to: instantSchema
      .nullable()
      .exactOptional()
      .meta({ description: 'The trail ends with the first close from then on; with the newest close where null.' }),
    accounts: z
      .array(accountIdSchema)
      .min(1)
      .max(trailAccountsMaximum)
      .nullable()
      .exactOptional()
      .meta({ description: 'All accounts where null.' }),
  })
  .refine(({ from, to }) => from === undefined || from === null || to === undefined || to === null || from <= to, {
    path: ['to'],
    error: 'A period does not end before it begins.',
  });
export type TrailBody = z.infer<typeof trailBody>;

const placeAnswer = z.int().nonnegative();

export const trailAnswerSchema = z
  .strictObject({
    id: textAnswer,
    status: z.enum(['asked', 'made', 'refused', 'failed']).meta({
      description:
        '`asked`: it is being made; `made`: it is in the archive; `refused`: there is no such trail; ' +
        '`failed`: nothing makes it any more. Of the last two `reason` says why, and what to do.',
    }),
    askedAt: momentAnswer,
    from: momentAnswer.nullable(),
    to: momentAnswer.nullable(),
    accounts: z.array(textAnswer).readonly().nullable(),
    covers: z
      .strictObject({
        firstIndex: placeAnswer,
        endIndex: placeAnswer,
        openingClose: placeAnswer.nullable(),
        closingClose: placeAnswer,
      })
      .nullable()
      .meta({ description: 'The entries of the audit log, by index from 0, up to and without `endIndex`.' }),
    location: textAnswer.nullable().meta({ description: 'Where in the archive its files are.' }),
    hash: textAnswer.nullable().meta({ description: 'SHA-256 of its manifest, in hex.' }),
    fileCount: placeAnswer.nullable(),
    files: z
      .array(z.strictObject({ path: textAnswer, sha256: textAnswer, size: placeAnswer }))
      .readonly()
      .nullable()
      .meta({ description: `The first ${trailFilesListed} that its manifest lists.` }),
    reason: z.strictObject({ code: textAnswer, detail: textAnswer }).nullable(),
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Trail' });
export type TrailAnswer = z.infer<typeof trailAnswerSchema>;
