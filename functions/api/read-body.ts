import type * as z from 'zod';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { faultsOf } from './faults-of.ts';
import { requestBytesMaximum } from './limits.ts';
import { type Fault, type Problem, problemOf, problemOfFaults } from './problem.ts';
import { metadataKeyRefused } from './schemas/text.ts';

/** A body as the schema reads it, and as the caller said it. */
export type ReadBody<Body> = { readonly body: Body; readonly said: unknown };

/** The body of a request as it arrived. */
export type ArrivedBody = { readonly text: string | null | undefined; readonly isBase64: boolean };

/**
 * Reads a body; an empty one is `{}`. Refuses `RequestTooLarge`, and `MalformedRequest`, `MalformedAmount` or
 * `UnknownProperty` with one pointer for each fault.
 */
export const readBody = <Body>(schema: z.ZodType<Body>, arrived: ArrivedBody): Result<ReadBody<Body>, Problem> => {
  const text = textOf(arrived);
  if (text === 'tooLarge')
    return rejected(
      problemOf({ code: 'RequestTooLarge', detail: `A request has at most ${requestBytesMaximum} bytes.` }),
    );
  const said = text === undefined ? undefined : jsonOf(text);
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    return rejected(problemOf({ code: 'MalformedRequest', detail: 'The body must be one JSON object in UTF-8.' }));
  const parsed = schema.safeParse(said);
  const found = parsed.success ? [] : faultsOf(parsed.error.issues, said);
  const [first, ...more] = [...found, ...refusedKeysOf(said)];
  if (parsed.success && first === undefined) return accepted({ body: parsed.data, said });
  return rejected(problemOfFaults(first ?? unexplained, more, 'MalformedRequest'));
};

const unexplained: Fault = { code: 'MalformedRequest', detail: 'The body is not what it must be.' };

const textOf = ({ text, isBase64 }: ArrivedBody): string | undefined | 'tooLarge' => {
  if (text === null || text === undefined || text === '') return '{}';
  if (!isBase64) return Buffer.byteLength(text) > requestBytesMaximum ? 'tooLarge' : text;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength > requestBytesMaximum) return 'tooLarge';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusedKeysOf = (said: object): readonly Fault[] => {
  const metadata: unknown = Reflect.get(said, 'metadata');
  if (typeof metadata !== 'object' || metadata === null || !Object.hasOwn(metadata, metadataKeyRefused)) return [];
  const pointer = `/metadata/${metadataKeyRefused}`;
  return [{ code: 'MalformedRequest', detail: 'No key has this name.', pointer }];
};
