import type { DeclaredMapping } from '../declared-stack.ts';
import type { Log } from '../log.ts';
import type { EventFilter } from './event-filter.ts';
import { backoffMilliseconds, pause } from './pause.ts';
import type { Positions } from './positions.ts';
import {
  CursorExpired,
  type Page,
  PositionLost,
  pageRecordsMaximum,
  type SourceRecord,
  type StartingPoint,
  type StreamSource,
} from './stream-source.ts';

const busyPollMilliseconds = 50;
const idlePollMilliseconds = 200;
/**
 * At least this long between two reads of a shard that had no more to give: without a rest a steady trickle would be
 * read record by record, at its writers' cost. AWS reads a stream of DynamoDB four times a second too, and one of
 * Kinesis once.
 */
const restMilliseconds = { dynamodb: 250, kinesis: 500 } as const;
const idleGrowth = 1.3;
/** Lambda's limit on the event of a synchronous invocation. */
const eventBytesMaximum = 6_000_000;

export type ShardReading = {
  readonly mapping: DeclaredMapping;
  readonly shardId: string;
  readonly source: StreamSource;
  readonly positions: Positions;
  readonly passes: EventFilter;
  /** Where to begin as long as there is no position. */
  readonly start: 'TRIM_HORIZON' | 'LATEST';
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly deliver: (records: readonly SourceRecord[]) => Promise<void>;
  /** Tells since when the oldest record waits: milliseconds since 1970, or undefined where none does. */
  readonly waitingSince: (arrivedAt: number | undefined) => void;
};

type Progress = {
  cursor: string | undefined;
  readonly matched: SourceRecord[];
  /** The last record read, whether it passed the filter or not. */
  newest: string | undefined;
  isEnded: boolean;
  pollMilliseconds: number;
  /** Not before then, by performance.now(). */
  readAgainAt: number;
};

/** Reads one shard in order, with one batch in flight, until it is closed and done with or the signal aborts. */
export const readShard = async (reading: ShardReading): Promise<void> => {
  const { mapping, shardId, positions, signal } = reading;
  const progress: Progress = {
    cursor: undefined,
    matched: [],
    newest: undefined,
    isEnded: false,
    pollMilliseconds: busyPollMilliseconds,
    readAgainAt: 0,
  };
  while (!signal.aborted) {
    await gather(progress, reading);
    while (progress.matched.length > 0 && !signal.aborted) {
      reading.waitingSince(progress.matched[0]?.arrivedAt);
      await reading.deliver(takeBatch(progress.matched, mapping.batchSize));
      if (mapping.batchingWindowSeconds > 0 && progress.matched.length < mapping.batchSize) {
        break;
      }
    }
    reading.waitingSince(progress.matched[0]?.arrivedAt);
    if (progress.matched.length === 0 && !signal.aborted) {
      await passOver(progress, reading);
      if (progress.isEnded) {
        await positions.move(shardId, { ended: true });
        return;
      }
    }
  }
};

/** Moves past what the filter held back behind the last delivered record, so that it is not read again. */
const passOver = async (progress: Progress, { positions, shardId }: ShardReading): Promise<void> => {
  const position = positions.of(shardId);
  const { newest } = progress;
  if (newest !== undefined && !(position !== undefined && 'after' in position && position.after === newest)) {
    await positions.move(shardId, { after: newest });
  }
};

/** Reads until a batch is full, or its window is over, or the filter held back all there was. */
const gather = async (progress: Progress, reading: ShardReading): Promise<void> => {
  const { mapping, signal } = reading;
  const windowMilliseconds = mapping.batchingWindowSeconds * 1000;
  let windowEnds = progress.matched.length > 0 ? performance.now() + windowMilliseconds : undefined;
  while (!signal.aborted && !progress.isEnded && progress.matched.length < mapping.batchSize) {
    const rest = progress.readAgainAt - performance.now();
    if (rest > 0) await pause(rest, signal);
    const page = await readPage(progress, reading);
    const isFull = page.records.length === pageRecordsMaximum;
    progress.readAgainAt = isFull ? 0 : (page.readAt ?? performance.now()) + restMilliseconds[mapping.source.kind];
    take(page, progress, reading);
    if (progress.matched.length > 0) {
      windowEnds ??= performance.now() + windowMilliseconds;
    }
    const remaining = windowEnds === undefined ? progress.pollMilliseconds : windowEnds - performance.now();
    const isHeldBack = progress.matched.length === 0 && page.records.length > 0;
    if (remaining <= 0 || isHeldBack) {
      return;
    }
    if (!isFull) {
      await pause(Math.min(progress.pollMilliseconds, remaining), signal);
    }
  }
};

const take = (page: Page, progress: Progress, { passes }: ShardReading): void => {
  progress.cursor = page.nextCursor;
  progress.isEnded = page.nextCursor === undefined;
  progress.newest = page.records.at(-1)?.sequenceNumber ?? progress.newest;
  progress.pollMilliseconds =
    page.records.length > 0
      ? busyPollMilliseconds
      : Math.min(idlePollMilliseconds, progress.pollMilliseconds * idleGrowth);
  for (const record of page.records) {
    if (passes(record.filterable())) {
      progress.matched.push(record);
    }
  }
};

/** Waits out whatever the engine may be going through: a restart, an expired cursor, a position that it has trimmed. */
const readPage = async (progress: Progress, reading: ShardReading): Promise<Page> => {
  const { mapping, shardId, source, positions, log, signal } = reading;
  for (let failures = 0; !signal.aborted; ) {
    try {
      progress.cursor ??= await source.cursorAt(shardId, startingPoint(progress, reading));
      return await source.read(shardId, progress.cursor);
    } catch (error) {
      progress.cursor = undefined;
      if (error instanceof PositionLost) {
        log(
          `Mapping ${mapping.id} reads ${shardId} from the start, as its position is not there any more: ${error.message}`,
        );
        progress.newest = undefined;
        await positions.forget(shardId);
      } else if (!(error instanceof CursorExpired)) {
        failures += 1;
        if (failures === 1) {
          log(`Mapping ${mapping.id} cannot read ${shardId}, and tries again: ${error}`);
        }
      }
      await pause(backoffMilliseconds(failures), signal);
    }
  }
  return { records: [], nextCursor: progress.cursor ?? 'none' };
};

const startingPoint = (progress: Progress, { positions, shardId, start }: ShardReading): StartingPoint => {
  const position = positions.of(shardId);
  if (progress.newest !== undefined) {
    return { from: 'AFTER', sequenceNumber: progress.newest };
  }
  return position !== undefined && 'after' in position
    ? { from: 'AFTER', sequenceNumber: position.after }
    : { from: start };
};

const takeBatch = (matched: SourceRecord[], batchSize: number): readonly SourceRecord[] => {
  let bytes = 0;
  let count = 0;
  for (const record of matched.slice(0, batchSize)) {
    bytes += record.bytes;
    if (count > 0 && bytes > eventBytesMaximum) {
      break;
    }
    count += 1;
  }
  return matched.splice(0, count);
};
