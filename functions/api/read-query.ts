import type * as z from 'zod';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { type Fault, type Problem, problemOfFaults } from './problem.ts';

/** Reads query parameters; each may be given once. Refuses `MalformedRequest` and `UnknownProperty`, by parameter. */
export const readQuery = <Query>(
  schema: z.ZodType<Query>,
  parameters: Readonly<Record<string, readonly string[]>>,
): Result<Query, Problem> => {
  const names = Object.keys(parameters);
  const repeated = names.filter((name) => parameters[name]?.length !== 1);
  const said = Object.fromEntries(names.map((name) => [name, parameters[name]?.[0]]));
  const parsed = schema.safeParse(said);
  const faults = [
    ...repeated.map((parameter): Fault => ({ code: 'MalformedRequest', detail: 'Give it once.', parameter })),
    ...(parsed.success ? [] : parsed.error.issues.flatMap(faultsOfIssue)),
  ];
  const [first, ...more] = faults;
  if (first !== undefined || !parsed.success)
    return rejected(problemOfFaults(first ?? unexplained, more, 'MalformedRequest'));
  return accepted(parsed.data);
};

const unexplained: Fault = { code: 'MalformedRequest', detail: 'The query is not what it must be.' };

const faultsOfIssue = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((parameter) => ({ code: 'UnknownProperty', detail: 'There is no such parameter.', parameter }))
    : [{ code: 'MalformedRequest', detail: issue.message, parameter: String(issue.path[0] ?? '') }];
