import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { DeclaredMapping } from '../../../../infra/local/declared-stack.ts';
import type { Invoker } from '../../../../infra/local/invoker.ts';
import { eventFilter } from '../../../../infra/local/mappings/event-filter.ts';
import { runMapping } from '../../../../infra/local/mappings/run-mapping.ts';
import type { Mapping } from '../../../../infra/local/mappings/start-mapping.ts';
import { eventually, fakeDestination, fakeStream, mappingOf, temporaryFolder } from './fakes.ts';

/**
 * For each test a stream of one shard, a failure destination, and mappings between them that are stopped afterwards.
 */
export const useMapping = () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const test = {
    source: fakeStream(),
    destination: fakeDestination(),
    running: [] as Mapping[],
    logged: [] as string[],
    start: (invoker: Invoker, overrides: Partial<DeclaredMapping> = {}): Mapping => {
      const mapping = mappingOf(overrides);
      const started = runMapping({
        ...{ mapping, invoker, source: test.source, folder: folder.path },
        failureDestination: test.destination.destination,
        passes: eventFilter(mapping.filters),
        log: (line) => void test.logged.push(line),
      });
      test.running.push(started);
      return started;
    },
    positionsFile: () => join(folder.path, 'balance-facts.json'),
    /** Resolves once the position is this one. */
    reaches: (sequenceNumber: string) =>
      eventually(
        async () => (await position().catch(() => '')) === sequenceNumber,
        () => test.logged,
      ),
  };
  const position = async () => JSON.parse(await readFile(test.positionsFile(), 'utf8')).shards['shardId-0'].after;
  beforeEach(async () => {
    folder = await temporaryFolder();
    Object.assign(test, { source: fakeStream(), destination: fakeDestination(), running: [], logged: [] });
  });
  afterEach(async () => {
    await Promise.all(test.running.map((mapping) => mapping.stop()));
    await folder.remove();
  });
  return test;
};
