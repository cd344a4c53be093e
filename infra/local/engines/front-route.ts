import { isObject } from '../is-object.ts';
import type { EngineName } from './by-engine.ts';
import { tableNamesOf } from './table-names.ts';

export type FrontCall = {
  /** As in `ListTables`. */
  readonly operation: string;
  /** The parsed body, undefined where it is no JSON. */
  readonly input: unknown;
};

/** Where a call belongs: to one engine or to both; `split` where it names tables of both and no engine can answer. */
export type FrontRoute = EngineName | 'both' | 'split';

/** Finds the engine of a call, given the engine of each table that there is. */
export const frontRoute = ({ operation, input }: FrontCall, tables: ReadonlyMap<string, EngineName>): FrontRoute => {
  if (operation === 'ListTables') return 'both';
  const names = tableNamesOf(input);
  // What goes on from a stream names no table: a shard iterator is opaque.
  if (names.length === 0) return 'withStream';
  const [engine, other] = new Set(names.flatMap((name) => tables.get(name) ?? []));
  if (other !== undefined) return 'split';
  return engine ?? (operation === 'CreateTable' && asksForStream(input) ? 'withStream' : 'withoutStream');
};

const asksForStream = (input: unknown): boolean => {
  const specification = isObject(input) ? input['StreamSpecification'] : undefined;
  return isObject(specification) && specification['StreamEnabled'] === true;
};
