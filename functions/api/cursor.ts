import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { type Problem, problemOf } from './problem.ts';

/** Longer text is no cursor of ours, and not worth decoding. */
const cursorCharactersMaximum = 600;

/** Where the next page of a list begins: after the row with this sort key. `list` names the list and what it is of. */
export const cursorOf = (list: string, after: string): string =>
  Buffer.from(JSON.stringify([list, after])).toString('base64url');

/** Reads a cursor that `cursorOf` made for the same list; refuses `MalformedCursor`. */
export const readCursor = (list: string, cursor: string | undefined): Result<string | undefined, Problem> => {
  if (cursor === undefined) return accepted(undefined);
  const after = cursor.length > cursorCharactersMaximum ? undefined : afterOf(cursor);
  return after === undefined || cursorOf(list, after) !== cursor
    ? rejected(
        problemOf({ code: 'MalformedCursor', detail: 'The cursor is not one of this list.', parameter: 'cursor' }),
      )
    : accepted(after);
};

const afterOf = (cursor: string): string | undefined => {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const after: unknown = Array.isArray(decoded) ? decoded[1] : undefined;
    return typeof after === 'string' && after !== '' ? after : undefined;
  } catch {
    return undefined;
  }
};
