import type { Page, StreamSource } from './stream-source.ts';

/** Makes a source that shares what it reads with all that the same function made. */
export type SharePages = (source: StreamSource) => StreamSource;

/** How long after it was read a page is given to others. */
export const sharedMilliseconds = 1_000;
/** A page may be megabytes; who is further behind than these reads for itself. */
export const sharedPagesMaximum = 4;

/** What was read, or is being read, behind a record of a shard. */
type Reading = { readonly after: string; readonly begunAt: number; readonly page: Promise<Page> };

/**
 * Several mappings follow one stream, each by itself, and mostly ask for the same records at nearly the same time. What
 * one has read behind a record is what all others find there, as records are immutable and in order; there may be more
 * by then, which they find behind it. Nothing is not shared: there may be something by now.
 *
 * Only who stands behind a record has a place that others can have, and only in the same stream, by its identity.
 */
export const sharedPages = (now: () => number = () => performance.now()): SharePages => {
  const readings = new Map<string, readonly Reading[]>();
  const keep = (shard: string, reading: Reading): void => {
    readings.set(shard, [...(readings.get(shard) ?? []), reading].slice(-sharedPagesMaximum));
  };
  const drop = (shard: string, reading: Reading): void => {
    readings.set(
      shard,
      (readings.get(shard) ?? []).filter((kept) => kept !== reading),
    );
  };
  const newest = (shard: string, after: string): Reading | undefined => {
    const begunBefore = now() - sharedMilliseconds;
    return readings.get(shard)?.findLast((kept) => kept.after === after && kept.begunAt > begunBefore);
  };
  const readAndKeep = async (shard: string, after: string, read: () => Promise<Page>): Promise<Page> => {
    const reading = { after, begunAt: now(), page: read() };
    keep(shard, reading);
    let isShared = false;
    try {
      const page = await reading.page;
      isShared = page.records.length > 0;
      return page;
    } finally {
      if (!isShared) drop(shard, reading);
    }
  };
  return (source) => {
    let stream: string | undefined;
    return {
      ...source,
      identity: async () => {
        stream = await source.identity();
        return stream;
      },
      cursorAt: async (shardId, start) =>
        cursorText(start.from === 'AFTER' ? start.sequenceNumber : '', await source.cursorAt(shardId, start)),
      read: async (shardId, cursor) => {
        const { after, own } = placeIn(cursor);
        const read = async (): Promise<Page> => {
          const { records, nextCursor } = await source.read(shardId, own);
          const last = records.at(-1)?.sequenceNumber ?? after;
          return { records, nextCursor: nextCursor && cursorText(last, nextCursor), readAt: now() };
        };
        if (after === '' || stream === undefined) return read();
        const shard = `${stream} ${shardId}`;
        const reading = newest(shard, after);
        // Nothing is waited for where there is none, or two who ask at once would both find none.
        const page = reading === undefined ? undefined : await recordsOf(reading);
        return page ?? readAndKeep(shard, after, read);
      },
    };
  };
};

/** The page, once it is read and where it has any. Whoever reads it meets its failure; others read for themselves. */
const recordsOf = async ({ page }: Reading): Promise<Page | undefined> => {
  const read = await page.catch(() => undefined);
  return read !== undefined && read.records.length > 0 ? read : undefined;
};

/** A source's own cursor behind the sequence number of the record before it, which is empty where it is not known. */
const cursorText = (after: string, own: string): string => `${after} ${own}`;

const placeIn = (cursor: string): { readonly after: string; readonly own: string } => {
  const space = cursor.indexOf(' ');
  return { after: cursor.slice(0, space), own: cursor.slice(space + 1) };
};
