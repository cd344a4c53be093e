import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Log } from '../log.ts';
import { readIfThere } from '../read-if-there.ts';
import { writeAtomically } from '../write-atomically.ts';

const positionsFile = z.strictObject({
  /** Which stream the sequence numbers are of. */
  stream: z.string(),
  parked: z.int().nonnegative(),
  shards: z.record(
    z.string(),
    z.union([z.strictObject({ after: z.string() }), z.strictObject({ ended: z.literal(true) })]),
  ),
});
type PositionsFile = z.infer<typeof positionsFile>;
export type ShardPosition = PositionsFile['shards'][string];

/** How far a mapping has come in each shard, kept in a file. */
export type Positions = {
  readonly of: (shardId: string) => ShardPosition | undefined;
  /** Resolves once it is on disk. */
  readonly move: (shardId: string, position: ShardPosition) => Promise<void>;
  readonly forget: (shardId: string) => Promise<void>;
  /**
   * Keeps only the shards there still are; forgets all where the stream is another one. Says whether it was another.
   */
  readonly keep: (stream: string, shardIds: readonly string[]) => Promise<boolean>;
  readonly parked: () => number;
  readonly countParked: (records: number) => void;
};

export const openPositions = async (folder: string, mappingId: string, log: Log): Promise<Positions> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${encodeURIComponent(mappingId)}.json`);
  const read = await readPositions(path, log);
  let state: PositionsFile = read;
  const save = writer(path, () => state);
  return {
    of: (shardId) => state.shards[shardId],
    move: (shardId, position) => {
      state = { ...state, shards: { ...state.shards, [shardId]: position } };
      return save();
    },
    forget: (shardId) => {
      const { [shardId]: _, ...shards } = state.shards;
      state = { ...state, shards };
      return save();
    },
    keep: async (stream, shardIds) => {
      const isOther = state.stream !== '' && state.stream !== stream;
      const kept = Object.entries(state.shards).filter(([id]) => !isOther && shardIds.includes(id));
      const isChanged = state.stream !== stream || kept.length !== Object.keys(state.shards).length;
      state = { ...state, stream, shards: Object.fromEntries(kept) };
      if (isChanged) {
        await save();
      }
      return isOther;
    },
    parked: () => state.parked,
    countParked: (records) => {
      state = { ...state, parked: state.parked + records };
    },
  };
};

const readPositions = async (path: string, log: Log): Promise<PositionsFile> => {
  const nothing = { stream: '', parked: 0, shards: {} };
  const text = await readIfThere(path);
  if (text === undefined) {
    return nothing;
  }
  try {
    return positionsFile.parse(JSON.parse(text));
  } catch (error) {
    log(`${path} is damaged: its stream is read again from the start, which consumers can bear. (${error})`);
    return nothing;
  }
};

/** Writes one after another; several moves made meanwhile are written as one. */
const writer = (path: string, state: () => PositionsFile): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      running = writeAtomically(path, JSON.stringify(state()));
      return running;
    });
    return next;
  };
};
