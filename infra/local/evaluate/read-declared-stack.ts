import type { DeclaredStack } from '../declared-stack.ts';
import { readApi } from './read-api.ts';
import { readFunctions } from './read-functions.ts';
import { readMachines, readSchedules } from './read-machines.ts';
import { readMappings } from './read-mappings.ts';
import { readBuckets, readStreams, readTables } from './read-stores.ts';
import type { RecordedResource } from './recorder.ts';
import { resourceReader } from './resource-reader.ts';
import { withoutCounterpart } from './without-counterpart.ts';

/**
 * Reads off the resources what there is to be started. Throws an Error where one is declared in a way that the local
 * stack could not enact, or is of a type that it has never heard of.
 */
export const readDeclaredStack = async (
  resources: readonly RecordedResource[],
  { stack, outputs }: Pick<DeclaredStack, 'stack' | 'outputs'>,
): Promise<DeclaredStack> => {
  const reader = resourceReader(resources);
  const declared: DeclaredStack = {
    stack,
    outputs,
    tables: readTables(reader),
    streams: readStreams(reader),
    buckets: readBuckets(reader),
    functions: await readFunctions(reader),
    mappings: readMappings(reader),
    machines: readMachines(reader),
    schedules: readSchedules(reader),
    api: readApi(reader),
  };
  const unread = reader.unread().filter((type) => !withoutCounterpart.includes(type));
  if (unread.length > 0) {
    throw new Error(
      `The program declares ${unread.join(', ')}, which the local stack does not run. Say in infra/local/evaluate ` +
        'how it is run, or that it has no counterpart here.',
    );
  }
  return declared;
};
