import { beforeEach, describe, expect, it } from '@jest/globals';
import { sharedMilliseconds, sharedPages, sharedPagesMaximum } from '../../../../infra/local/mappings/shared-pages.ts';
import { CursorExpired, type Page, type StreamSource } from '../../../../infra/local/mappings/stream-source.ts';
import { type FakeStream, fakeStream } from './fakes.ts';

const shard = 'shardId-0';

describe('pages of a shard', () => {
  let now: number;
  let stream: FakeStream;
  /** How often the engine was asked for records. */
  let reads: number;
  let share: (source: StreamSource) => StreamSource;

  beforeEach(() => {
    now = 0;
    reads = 0;
    stream = fakeStream();
    share = sharedPages(() => now);
  });

  const mappingOf = async (more: Partial<StreamSource> = {}): Promise<StreamSource> => {
    const read = async (shardId: string, cursor: string): Promise<Page> => {
      reads += 1;
      return stream.read(shardId, cursor);
    };
    const source = share({ ...stream, read, ...more });
    await source.identity();
    return source;
  };
  const cursorAfter = (source: StreamSource, number: number, shardId = shard): Promise<string> =>
    source.cursorAt(shardId, { from: 'AFTER', sequenceNumber: String(number) });
  const readAfter = async (source: StreamSource, number: number, shardId = shard): Promise<Page> =>
    source.read(shardId, await cursorAfter(source, number, shardId));
  const numbersIn = ({ records }: Page): readonly number[] => records.map((record) => Number(record.sequenceNumber));

  it('are read once for all who stand behind the same record', async () => {
    stream.add(1, 2, 3);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const page = await readAfter(one, 1);
    now = sharedMilliseconds - 1;
    expect(await readAfter(other, 1)).toBe(page);
    expect([numbersIn(page), page.readAt, reads]).toEqual([[2, 3], 0, 1]);
  });

  it('are read once for all who ask at the same time', async () => {
    stream.add(1, 2);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const cursors = await Promise.all([one, other].map((source) => cursorAfter(source, 1)));
    const pages = await Promise.all([one, other].map((source, index) => source.read(shard, cursors[index] ?? '')));
    expect([pages.map(numbersIn), reads]).toEqual([[[2], [2]], 1]);
  });

  it('lead all to the same next page, from wherever they began', async () => {
    stream.add(1, 2);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const first = await one.read(shard, await one.cursorAt(shard, { from: 'TRIM_HORIZON' }));
    const own = await other.read(shard, await other.cursorAt(shard, { from: 'TRIM_HORIZON' }));
    expect([numbersIn(first), numbersIn(own), reads]).toEqual([[1, 2], [1, 2], 2]);
    stream.add(3);
    const next = await one.read(shard, first.nextCursor ?? '');
    expect(await other.read(shard, own.nextCursor ?? '')).toBe(next);
    expect([numbersIn(next), reads]).toEqual([[3], 3]);
    stream.add(4);
    expect(numbersIn(await other.read(shard, next.nextCursor ?? ''))).toEqual([4]);
  });

  it('are not shared where there was nothing, and what comes is found behind the same record', async () => {
    stream.add(1);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const empty = await readAfter(one, 1);
    stream.add(2);
    expect(numbersIn(await readAfter(other, 1))).toEqual([2]);
    expect(numbersIn(await one.read(shard, empty.nextCursor ?? ''))).toEqual([2]);
    expect([numbersIn(empty), reads]).toEqual([[], 2]);
  });

  it('are not shared while they are read either, where they turn out to have nothing', async () => {
    stream.add(1);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const [first, second] = [await cursorAfter(one, 1), await cursorAfter(other, 1)];
    const empty = one.read(shard, first);
    const own = other.read(shard, second);
    expect([numbersIn(await empty), numbersIn(await own), reads]).toEqual([[], [], 2]);
  });

  it('are read again when they are a second old', async () => {
    stream.add(1, 2);
    const [one, other] = [await mappingOf(), await mappingOf()];
    await readAfter(one, 1);
    stream.add(3);
    now = sharedMilliseconds;
    expect(numbersIn(await readAfter(other, 1))).toEqual([2, 3]);
    expect(numbersIn(await readAfter(one, 1))).toEqual([2, 3]);
    expect(reads).toBe(2);
  });

  it('are kept a few of, the newest', async () => {
    const numbers = Array.from({ length: sharedPagesMaximum + 2 }, (_, index) => index + 1);
    stream.add(...numbers);
    const [one, other] = [await mappingOf(), await mappingOf()];
    for (const number of numbers.slice(0, -1)) await readAfter(one, number);
    expect(reads).toBe(sharedPagesMaximum + 1);
    await readAfter(other, 2);
    expect(reads).toBe(sharedPagesMaximum + 1);
    await readAfter(other, 1);
    expect(reads).toBe(sharedPagesMaximum + 2);
  });

  it('are kept however often there was nothing since', async () => {
    stream.add(1, 2);
    const [one, other] = [await mappingOf(), await mappingOf()];
    const page = await readAfter(one, 1);
    for (let empty = 0; empty < sharedPagesMaximum; empty += 1) await readAfter(one, 2);
    expect(await readAfter(other, 1)).toBe(page);
  });

  it('are those of one shard of one stream', async () => {
    stream.add(1, 2);
    const one = await mappingOf();
    await readAfter(one, 1);
    await readAfter(one, 1, 'shardId-1');
    stream.identityText = 'second';
    await readAfter(await mappingOf(), 1);
    expect(reads).toBe(3);
    await one.identity();
    await readAfter(one, 1);
    expect(reads).toBe(3);
  });

  it('are not shared by who does not know yet which stream it reads', async () => {
    stream.add(1, 2);
    const nothing = async (): Promise<Page> => ({ records: [], nextCursor: '2' });
    expect(numbersIn(await readAfter(share(stream), 1))).toEqual([2]);
    expect(numbersIn(await readAfter(share({ ...stream, read: nothing }), 1))).toEqual([]);
  });

  it('are read by each for itself where the reading fails, and fail for who read them', async () => {
    stream.add(1, 2);
    const fails = async (): Promise<Page> => {
      throw new CursorExpired('too old');
    };
    const [one, other] = [await mappingOf({ read: fails }), await mappingOf()];
    const [failing, working] = [await cursorAfter(one, 1), await cursorAfter(other, 1)];
    const failed = expect(one.read(shard, failing)).rejects.toThrow(CursorExpired);
    const own = other.read(shard, working);
    await failed;
    expect(numbersIn(await own)).toEqual([2]);
  });

  it('end with their shard', async () => {
    stream.add(1, 2);
    const ends = async (): Promise<Page> => ({
      records: (await stream.read(shard, '1')).records,
      nextCursor: undefined,
    });
    const [one, other] = [await mappingOf({ read: ends }), await mappingOf()];
    expect((await readAfter(one, 1)).nextCursor).toBeUndefined();
    expect((await readAfter(other, 1)).nextCursor).toBeUndefined();
    expect(reads).toBe(0);
  });
});
