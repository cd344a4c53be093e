import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { failureOf } from './failure-of.ts';

const namesOfBadRows: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/**
 * An error of DynamoDB as a failure. Only what is wrong with a row itself lasts; a missing permission or table is
 * nobody's row's fault and can be put right, and a consumer must not park its whole stream meanwhile.
 */
export const rowFailureOf = (error: unknown): TransientFailure | PermanentFailure => {
  const failure = failureOf(error);
  const isBadRow = error instanceof Error && namesOfBadRows.has(error.name);
  return isBadRow || failure instanceof TransientFailure
    ? failure
    : new TransientFailure(failure.message, { cause: error });
};

/** What DynamoDB answered, with its errors as failures. */
export const sent = async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await send();
  } catch (error) {
    throw error instanceof PermanentFailure || error instanceof TransientFailure ? error : rowFailureOf(error);
  }
};
