import { PermanentFailure } from '../../domain/shared/failures.ts';

/** The variables of a function's environment; throws PermanentFailure that names every one that is missing or empty. */
export const readEnvironment = <Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> => {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0)
    throw new PermanentFailure(
      `The environment lacks ${missing.join(', ')}: the function's declaration must give them`,
    );
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Readonly<Record<Name, string>>;
};
