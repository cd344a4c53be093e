import { tableNamesOf } from '../engines/table-names.ts';
import type { OutgoingCall } from './requested-access.ts';

/** The address of the engine that has the tables of a DynamoDB call; undefined where none is known to have them all. */
export const tableAddress = (
  { target, input }: OutgoingCall,
  addresses: ReadonlyMap<string, string>,
): string | undefined => {
  if (target?.startsWith('DynamoDB') !== true) return undefined;
  const [address, ...others] = new Set(tableNamesOf(input).map((name) => addresses.get(name)));
  return others.length === 0 ? address : undefined;
};
