import type * as z from 'zod';
import type { Fact, FactType } from '../../domain/facts/fact.ts';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import { factSchemas } from './fact-schemas.ts';
import { upcasters } from './upcasters.ts';

/**
 * Reads what was written as a fact of a type and version, and brings it to the newest version, step by step. Throws
 * PermanentFailure for what is no such fact, and for a type or version that this code does not know: an event from
 * newer code is a defect, not a guess.
 */
export const parseFact = (type: string, version: number, written: unknown): Fact => {
  if (!isFactType(type)) throw new PermanentFailure(`No fact is called ${type} here`);
  const schemas: readonly z.ZodType[] = factSchemas[type];
  const schema = schemas[version - 1];
  if (schema === undefined)
    throw new PermanentFailure(`${type} has versions 1 to ${schemas.length} here, and not ${version}`);
  const parsed = schema.safeParse(written);
  if (!parsed.success) throw new PermanentFailure(`Not ${type} version ${version}: ${faultsOf(parsed.error)}`);
  const later = (upcasters[type] ?? []).slice(version - 1);
  if (later.length !== schemas.length - version)
    throw new PermanentFailure(`${type} has no upcaster from each version to the next`);
  const upcast = later.reduce<unknown>((fact, upcaster) => upcaster(fact as never), parsed.data);
  // The newest schema of each type answers the domain's type, which the compiler checked beside the schemas.
  return upcast as Fact;
};

const isFactType = (type: string): type is FactType => Object.hasOwn(factSchemas, type);

// Where the faults are and of what kind, never what was found there: reasons are logged.
const faultsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ code, path }) => `${code} at /${path.map(String).join('/')}`)
    .join(', ');
