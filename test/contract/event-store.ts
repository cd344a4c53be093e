import { describe, expect, it } from '@jest/globals';
import type { EventStore, StreamHead, StreamWrite } from '../../domain/ports/event-store.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import { eventAfter, headAt } from '../../functions/adapters/stream-head.ts';

const write = (head: StreamHead, text: string, published = false): StreamWrite => ({
  head,
  text: JSON.stringify({ text }),
  hash: `hash of ${text}`,
  published,
});

/** The head that a stream has once this is written. */
const headAfter = (written: StreamWrite): StreamHead => headAt(eventAfter(written));

/** What every event store keeps. `freshStore` answers one that shares nothing with those before. */
export const eventStoreContract = (name: string, freshStore: () => Promise<EventStore>): void => {
  const account = streamIdOf('main', 'account', 'a');
  const other = streamIdOf('main', 'account', 'b');
  const entry = streamIdOf('main', 'entry', 'jen_1');

  const loaded = async (store: EventStore, streamId: StreamId): Promise<StreamHead> => {
    const [head] = await store.load([streamId], 'strong');
    if (head === undefined) throw new Error('load answers a head for each stream');
    return head;
  };

  describe(`the event store ${name}`, () => {
    it('begins account streams at 1 and all others at 0', async () => {
      const store = await freshStore();
      const outcome = await store.append([
        write(await loaded(store, account), 'one'),
        write(store.beginning(entry), 'zero'),
      ]);
      expect(outcome.code === 'Appended' && outcome.events.map(({ version }) => version)).toEqual([1, 0]);
    });

    it('answers the newest event as the head, in the order asked', async () => {
      const store = await freshStore();
      await store.append([write(store.beginning(account), 'one', true)]);
      await store.append([write(await loaded(store, account), 'two')]);
      const heads = await store.load([other, account], 'strong');
      expect(heads.map(({ streamId, version }) => [streamId, version])).toEqual([
        [other, 0],
        [account, 2],
      ]);
      expect(heads[1]?.newest).toEqual({
        streamId: account,
        version: 2,
        text: '{"text":"two"}',
        hash: 'hash of two',
        published: false,
      });
    });

    it('lets one of two writers win, and shows the other what is in the way', async () => {
      const store = await freshStore();
      const head = await loaded(store, account);
      await store.append([write(head, 'mine', true)]);
      const lost = await store.append([write(head, 'yours')]);
      expect(lost).toMatchObject({ code: 'VersionConflict', streamId: account });
      expect(lost.code === 'VersionConflict' && lost.existing?.text).toBe('{"text":"mine"}');
      expect((await store.read(account, 1, 10)).map(({ text }) => text)).toEqual(['{"text":"mine"}']);
    });

    it('writes all or nothing', async () => {
      const store = await freshStore();
      await store.append([write(store.beginning(account), 'one')]);
      const outcome = await store.append([
        write(store.beginning(entry), 'entry'),
        write(store.beginning(other), 'b'),
        write(store.beginning(account), 'a'),
      ]);
      expect(outcome).toMatchObject({ code: 'VersionConflict', streamId: account });
      expect(await store.read(entry, 0, 10)).toEqual([]);
      expect((await loaded(store, other)).newest).toBeUndefined();
    });

    it('names the first of several conflicts, so that a request is known by its id', async () => {
      const store = await freshStore();
      await store.append([write(store.beginning(entry), 'entry'), write(store.beginning(account), 'a')]);
      const again = await store.append([
        write(store.beginning(entry), 'again'),
        write(store.beginning(account), 'again'),
      ]);
      expect(again).toMatchObject({ code: 'VersionConflict', streamId: entry, existing: { text: '{"text":"entry"}' } });
    });

    it('takes the very same append again as done', async () => {
      const store = await freshStore();
      const writes = [write(store.beginning(entry), 'entry'), write(store.beginning(account), 'a')];
      const first = await store.append(writes);
      expect(await store.append(writes)).toEqual(first);
      expect(await store.read(account, 1, 10)).toHaveLength(1);
    });

    it("does not take another's event of the same text for its own", async () => {
      const store = await freshStore();
      await store.append([write(store.beginning(entry), 'first'), write(store.beginning(account), 'alike')]);
      const second = await store.append([
        write(store.beginning(other), 'second'),
        write(store.beginning(account), 'alike'),
      ]);
      expect(second).toMatchObject({
        code: 'VersionConflict',
        streamId: account,
        existing: { text: '{"text":"alike"}' },
      });
      expect((await loaded(store, other)).newest).toBeUndefined();
      const third = await store.append([
        write(store.beginning(entry), 'first'),
        write(store.beginning(other), 'third'),
      ]);
      expect(third).toMatchObject({ code: 'VersionConflict', streamId: entry });
    });

    it('lets exactly one of many writers at once win', async () => {
      const store = await freshStore();
      const head = await loaded(store, account);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.append([write(head, `writer ${index}`)])),
      );
      expect(outcomes.filter(({ code }) => code === 'Appended')).toHaveLength(1);
    });

    it('reads a stream from a version on, oldest first, as much as asked', async () => {
      const store = await freshStore();
      for (const text of ['one', 'two', 'three', 'four'])
        await store.append([write(await loaded(store, account), text)]);
      const texts = async (from: number, limit: number) =>
        (await store.read(account, from, limit)).map(({ text }) => text);
      expect(await texts(2, 2)).toEqual(['{"text":"two"}', '{"text":"three"}']);
      expect(await texts(1, 10)).toHaveLength(4);
      expect(await texts(5, 10)).toEqual([]);
    });

    it('scans every event once', async () => {
      const store = await freshStore();
      await store.append([write(store.beginning(entry), 'entry', true), write(store.beginning(account), 'a')]);
      await store.append([write(await loaded(store, account), 'b')]);
      const seen: string[] = [];
      for await (const { streamId, version, published } of store.scan())
        seen.push(`${streamId}@${version} ${published}`);
      expect(seen.sort()).toEqual([`${account}@1 false`, `${account}@2 false`, `${entry}@0 true`].sort());
    });

    it('writes events of one stream in a row, all or none', async () => {
      const store = await freshStore();
      const first = write(store.beginning(account), 'one');
      const second = write(headAfter(first), 'two');
      const outcome = await store.append([write(store.beginning(entry), 'entry'), first, second]);
      expect(outcome.code === 'Appended' && outcome.events.map(({ version }) => version)).toEqual([0, 1, 2]);
      expect((await loaded(store, account)).version).toBe(2);
      const third = write(await loaded(store, account), 'three');
      const fourth = write(headAfter(third), 'four');
      const again = write(store.beginning(entry), 'entry of another');
      expect(await store.append([third, again, fourth])).toMatchObject({ code: 'VersionConflict', streamId: entry });
      expect((await loaded(store, account)).version).toBe(2);
    });

    it('writes a hundred streams at once', async () => {
      const store = await freshStore();
      const streams = Array.from({ length: 100 }, (_, index) => streamIdOf('main', 'account', `wide:${index}`));
      const outcome = await store.append(streams.map((streamId) => write(store.beginning(streamId), 'wide')));
      expect(outcome.code).toBe('Appended');
      expect((await store.load(streams.slice(0, 3), 'strong')).map(({ version }) => version)).toEqual([1, 1, 1]);
    });
  });
};
