import { deliverBatch } from './deliver-batch.ts';
import type { EventFilter } from './event-filter.ts';
import { backoffMilliseconds, pause } from './pause.ts';
import { openPositions, type Positions } from './positions.ts';
import { readShard } from './read-shard.ts';
import type { Mapping, MappingOptions } from './start-mapping.ts';
import type { Shard, StreamSource } from './stream-source.ts';

const listingMilliseconds = 10_000;
const readerRestMilliseconds = 1_000;

export type RunOptions = Omit<MappingOptions, 'endpoint' | 'sharePages'> & {
  readonly source: StreamSource;
  readonly passes: EventFilter;
};

type Run = RunOptions & {
  readonly positions: Positions;
  readonly stopping: AbortSignal;
  /** The readers of this life of the stream, by shard. */
  readonly readers: Map<string, Promise<void>>;
  readonly waitingSince: Map<string, number>;
  /** Ends the wait for the next listing: a shard has ended, so its children may begin. */
  wake: () => void;
  life: AbortController;
};

/** Keeps one reader a shard going: a child after its parents, all of them anew where the stream was made anew. */
export const runMapping = (options: RunOptions): Mapping => {
  const stopping = new AbortController();
  const waitingSince = new Map<string, number>();
  let positions: Positions | undefined;
  const supervised = (async () => {
    positions = await openPositions(options.folder, options.mapping.id, options.log);
    await supervise({
      ...options,
      positions,
      stopping: stopping.signal,
      readers: new Map(),
      waitingSince,
      wake: () => undefined,
      life: new AbortController(),
    });
  })().catch((error) => options.log(`Mapping ${options.mapping.id} ended: ${error}`));
  return {
    stop: async () => {
      stopping.abort();
      await supervised;
      options.source.close();
    },
    metrics: () => ({
      iteratorAgeSeconds: ageSeconds(waitingSince),
      parked: positions?.parked() ?? 0,
    }),
  };
};

const ageSeconds = (waitingSince: ReadonlyMap<string, number>): number =>
  waitingSince.size === 0 ? 0 : Math.max(0, (Date.now() - Math.min(...waitingSince.values())) / 1000);

const supervise = async (run: Run): Promise<void> => {
  for (let failures = 0; !run.stopping.aborted; ) {
    try {
      await startReaders(run);
      failures = 0;
      await nextListing(run);
    } catch (error) {
      failures += 1;
      if (failures === 1) {
        run.log(`Mapping ${run.mapping.id} cannot list the shards of its stream, and tries again: ${error}`);
      }
      await pause(backoffMilliseconds(failures), run.stopping);
    }
  }
  run.life.abort();
  await Promise.all(run.readers.values());
};

const nextListing = async (run: Run): Promise<void> => {
  const waiting = new AbortController();
  run.wake = () => waiting.abort();
  await pause(listingMilliseconds, AbortSignal.any([waiting.signal, run.stopping]));
};

const startReaders = async (run: Run): Promise<void> => {
  const { source, positions, mapping, log } = run;
  const stream = await source.identity();
  const shards = await source.shards();
  const isOther = await positions.keep(
    stream,
    shards.map((shard) => shard.id),
  );
  if (isOther) {
    log(`Mapping ${mapping.id} begins again, as its stream was made anew.`);
    run.life.abort();
    await Promise.all(run.readers.values());
    run.life = new AbortController();
    await positions.keep(stream, []);
  }
  const listed = new Set(shards.map((shard) => shard.id));
  for (const shard of shards) {
    const isFirst = shard.parents.every((parent) => !listed.has(parent) || isEnded(positions, parent));
    if (isFirst && !isEnded(positions, shard.id) && !run.readers.has(shard.id)) {
      await forgetFuture(run, shard);
      run.readers.set(shard.id, startReader(run, shard));
    }
  }
};

const isEnded = (positions: Positions, shardId: string): boolean => {
  const position = positions.of(shardId);
  return position !== undefined && 'ended' in position;
};

/**
 * A position past the newest record is one of lost data: waiting for it would pass over all that is written until then.
 */
const forgetFuture = async ({ source, positions, mapping, log }: Run, shard: Shard): Promise<void> => {
  const position = positions.of(shard.id);
  if (position === undefined || !('after' in position) || source.reaches === undefined) return;
  if (await source.reaches(shard.id, position.after)) return;
  log(`Mapping ${mapping.id} reads ${shard.id} from the start: its position is past the newest record.`);
  await positions.forget(shard.id);
};

const startReader = (run: Run, shard: Shard): Promise<void> => {
  const { mapping, invoker, failureDestination, log, positions, source, passes, waitingSince } = run;
  const signal = run.life.signal;
  const advance = (sequenceNumber: string, parked: number): Promise<void> => {
    positions.countParked(parked);
    return positions.move(shard.id, { after: sequenceNumber });
  };
  const delivery = { mapping, shardId: shard.id, invoker, failureDestination, log, signal, advance };
  return readShard({
    ...{ mapping, shardId: shard.id, source, positions, passes, log, signal },
    start: shard.parents.length > 0 ? 'TRIM_HORIZON' : mapping.startingPosition,
    deliver: (records) => deliverBatch(records, delivery),
    waitingSince: (arrivedAt) =>
      arrivedAt === undefined ? waitingSince.delete(shard.id) : waitingSince.set(shard.id, arrivedAt),
  })
    .catch(async (error) => {
      log(`Mapping ${mapping.id} stopped reading ${shard.id}, and begins again: ${error}`);
      await pause(readerRestMilliseconds, signal);
    })
    .finally(() => {
      waitingSince.delete(shard.id);
      run.readers.delete(shard.id);
      run.wake();
    });
};
