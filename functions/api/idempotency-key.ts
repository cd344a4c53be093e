import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { idempotencyKeyCharactersMaximum } from './limits.ts';
import { type Problem, problemOf } from './problem.ts';

const header = 'Idempotency-Key';
const keyPattern = new RegExp(`^[\\x20-\\x7e]{1,${idempotencyKeyCharactersMaximum}}$`);

/** Reads an Idempotency-Key; refuses `IdempotencyKeyMissing`, and `MalformedRequest` for what is none. */
export const readIdempotencyKey = (key: string | undefined): Result<string, Problem> => {
  if (key === undefined || key === '')
    return rejected(
      problemOf({
        code: 'IdempotencyKeyMissing',
        detail: 'Send an Idempotency-Key, so that a repetition of this request is recognised.',
        parameter: header,
      }),
    );
  if (keyPattern.test(key)) return accepted(key);
  const detail = `Give 1 to ${idempotencyKeyCharactersMaximum} printable ASCII characters.`;
  return rejected(problemOf({ code: 'MalformedRequest', detail, parameter: header }));
};
