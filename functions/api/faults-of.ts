import type * as z from 'zod';
import { type Fault, faultsMaximum } from './problem.ts';

/** The properties whose text is an amount, wherever they are. */
const amountNames: ReadonlySet<PropertyKey> = new Set(['amount', 'floor']);

/** What a schema found wrong with a body: one fault for each place, in the order found, at most `faultsMaximum`. */
export const faultsOf = (issues: readonly z.core.$ZodIssue[], body: unknown): readonly Fault[] => {
  const faults: Fault[] = [];
  const taken = new Set<string>();
  for (const issue of issues) {
    for (const fault of faultsOfIssue(issue, body)) {
      if (fault.pointer !== undefined && taken.has(fault.pointer)) continue;
      if (fault.pointer !== undefined) taken.add(fault.pointer);
      if (faults.push(fault) === faultsMaximum) return faults;
    }
  }
  return faults;
};

const faultsOfIssue = (issue: z.core.$ZodIssue, body: unknown): readonly Fault[] => {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'UnknownProperty',
      detail: 'There is no such property.',
      pointer: pointerTo([...path, key]),
    }));
  const pointer = pointerTo(path);
  if (issue.code === 'invalid_key')
    return [{ code: 'MalformedRequest', detail: issue.issues[0]?.message ?? issue.message, pointer }];
  if (isMissing(path, body)) return [{ code: 'MalformedRequest', detail: 'This property is missing.', pointer }];
  const code = amountNames.has(path.at(-1) ?? '') ? 'MalformedAmount' : 'MalformedRequest';
  return [{ code, detail: issue.message, pointer }];
};

const isMissing = (path: readonly PropertyKey[], body: unknown): boolean => {
  let value = body;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return true;
    value = Reflect.get(value, name);
  }
  return false;
};

/** A JSON pointer (RFC 6901). */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
