import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { DeclaredMapping } from '../../../../infra/local/declared-stack.ts';
import type { Invoker } from '../../../../infra/local/invoker.ts';
import { type SharePages, sharedPages } from '../../../../infra/local/mappings/shared-pages.ts';
import { type Mapping, startMapping } from '../../../../infra/local/mappings/start-mapping.ts';
import { mappingOf, ok, temporaryFolder } from './fakes.ts';

/** For each test a folder, and mappings from engines that are stopped afterwards. */
export const useEngineMappings = () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let running: Mapping[] = [];
  let sharePages: SharePages;
  beforeEach(async () => {
    folder = await temporaryFolder();
    running = [];
    sharePages = sharedPages();
  });
  afterEach(async () => {
    await Promise.all(running.map((mapping) => mapping.stop()));
    await folder.remove();
  });
  const positionsFile = (): string => join(folder.path, 'balance-facts.json');
  return {
    start: (endpoint: string, invoker: Invoker, overrides: Partial<DeclaredMapping> = {}): Mapping => {
      const mapping = startMapping({
        ...{ mapping: mappingOf(overrides), invoker, endpoint, sharePages, folder: folder.path },
        failureDestination: { put: async () => undefined },
        log: () => undefined,
      });
      running.push(mapping);
      return mapping;
    },
    positions: async () => JSON.parse(await readFile(positionsFile(), 'utf8')).shards,
    /** Leaves every shard behind this record, as the file of an earlier life of the stream would. */
    setPositions: async (after: string): Promise<void> => {
      const kept = JSON.parse(await readFile(positionsFile(), 'utf8'));
      const shards = Object.fromEntries(Object.keys(kept.shards).map((shard) => [shard, { after }]));
      await writeFile(positionsFile(), JSON.stringify({ ...kept, shards }));
    },
  };
};

/** A function that keeps what it is given. */
export const collect = <Received>() => {
  const received: Received[] = [];
  const invoker: Invoker = {
    invoke: async (_name, payload) => {
      received.push(...(payload as { readonly Records: readonly Received[] }).Records);
      return ok;
    },
  };
  return { received, invoker };
};
