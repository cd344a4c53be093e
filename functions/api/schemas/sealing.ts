import * as z from 'zod';
import { sealedTextCharactersMaximum, sealedValueBytesMaximum } from '../../runtime/sealed-text.ts';
import { sealedValueCharactersMaximum, subjectCharactersMaximum } from '../limits.ts';
import { dryRunAnswer, momentAnswer, textAnswer } from './answer-parts.ts';
import { lineOf } from './text.ts';

/** What a subject is, in words. */
export const subjectForm =
  `Give a reference of 1 to ${subjectCharactersMaximum} of A-Z a-z 0-9 _ . : - ` +
  'that begins with a letter or a digit.';

/** A subject, in a body and in an address. */
export const subjectSchema = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.:-]{0,${subjectCharactersMaximum - 1}}$`), subjectForm)
  .meta({ description: "The caller's own random reference to a person; never a name or an address." });

export const sealBody = z.strictObject({
  subject: subjectSchema,
  value: lineOf(1, sealedValueCharactersMaximum)
    .refine((value) => Buffer.byteLength(value) <= sealedValueBytesMaximum, {
      error: `At most ${sealedValueBytesMaximum} bytes of UTF-8.`,
    })
    .meta({ description: `What is said of the person, in at most ${sealedValueBytesMaximum} bytes of UTF-8.` }),
});
export type SealBody = z.infer<typeof sealBody>;

export const sealedAnswerSchema = z
  .strictObject({
    sealed: textAnswer.nullable().meta({
      description:
        `At most ${sealedTextCharactersMaximum} characters, for a description or a value of metadata. ` +
        'Null in the answer to a dry run.',
    }),
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'SealedValue' });

export const openedAnswerSchema = z
  .strictObject({
    value: textAnswer,
    keyId: textAnswer,
    factId: textAnswer.meta({ description: 'The fact that tells that you have looked.' }),
    openedAt: momentAnswer,
  })
  .meta({ id: 'OpenedValue' });

export const erasureAnswerSchema = z
  .strictObject({
    status: z.literal('erased'),
    keyId: textAnswer.nullable().meta({ description: 'The key that was destroyed; null where there was none.' }),
    factId: textAnswer.nullable().meta({ description: 'The fact of the erasure; null where nothing was sealed.' }),
    recordedAt: momentAnswer,
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Erasure' });
