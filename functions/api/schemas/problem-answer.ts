import * as z from 'zod';
import { textAnswer } from './answer-parts.ts';

export const problemSchema = z
  .strictObject({
    type: textAnswer,
    title: textAnswer,
    status: z.int(),
    detail: textAnswer,
    code: textAnswer,
    errors: z.array(
      z.strictObject({
        code: textAnswer,
        detail: textAnswer,
        pointer: textAnswer.optional(),
        parameter: textAnswer.optional(),
      }),
    ),
    requestId: textAnswer,
  })
  .meta({ id: 'Problem' });
