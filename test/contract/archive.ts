import { describe, expect, it } from '@jest/globals';
import type { Archive } from '../../domain/ports/archive.ts';

/** What every archive keeps. `freshArchive` answers one that shares nothing with those before. */
export const archiveContract = (name: string, freshArchive: () => Promise<Archive>): void => {
  const archiveWith = async (...names: readonly string[]): Promise<Archive> => {
    const archive = await freshArchive();
    for (const each of names) expect(await archive.create(each, `body of ${each}`)).toBe('created');
    return archive;
  };

  describe(`the archive ${name}`, () => {
    it('keeps an object as it was written', async () => {
      const archive = await freshArchive();
      const body = '{"text":"ä € \u{1f600}"}\n';
      expect(await archive.create('facts/2026/one.json', body)).toBe('created');
      expect(await archive.read('facts/2026/one.json')).toBe(body);
    });

    it('keeps bytes that are no text', async () => {
      const archive = await freshArchive();
      const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      expect(await archive.create('tile/x001/002.p/3', body)).toBe('created');
      expect(await archive.readBytes('tile/x001/002.p/3')).toEqual(body);
    });

    it('answers the bytes of a text', async () => {
      const archive = await archiveWith('a');
      expect(await archive.readBytes('a')).toEqual(new TextEncoder().encode('body of a'));
    });

    it('answers nothing for an object that is not there', async () => {
      const archive = await archiveWith('a/b');
      expect(await archive.read('a/missing')).toBeUndefined();
      expect(await archive.readBytes('a/missing')).toBeUndefined();
      expect(await archive.read('missing/b')).toBeUndefined();
    });

    it('never writes over an object', async () => {
      const archive = await archiveWith('a');
      expect(await archive.create('a', 'another')).toBe('exists');
      expect(await archive.read('a')).toBe('body of a');
    });

    it('lets exactly one of many writers at once win', async () => {
      const archive = await freshArchive();
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, writer) => archive.create('a/b', `writer ${writer}`)),
      );
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
      expect(await archive.read('a/b')).toBe(`writer ${outcomes.indexOf('created')}`);
    });

    const listed: readonly (readonly [string, readonly [string, string | undefined, number], readonly string[]])[] = [
      ['everything in order', ['', undefined, 10], ['a-b/3', 'a/1', 'a/2/x', 'a/2/y', 'b/1']],
      ['as many as asked', ['', undefined, 2], ['a-b/3', 'a/1']],
      ['what begins with a folder', ['a/', undefined, 10], ['a/1', 'a/2/x', 'a/2/y']],
      ['what begins with half a name', ['a', undefined, 10], ['a-b/3', 'a/1', 'a/2/x', 'a/2/y']],
      ['what comes after a name', ['', 'a/2/x', 10], ['a/2/y', 'b/1']],
      ['what comes after a name that is not there', ['a/', 'a/10', 10], ['a/2/x', 'a/2/y']],
      ['what comes after a folder', ['', 'a/2/', 1], ['a/2/x']],
      ['nothing after the last', ['a/', 'a/2/y', 10], []],
      ['nothing of an unknown folder', ['c/', undefined, 10], []],
    ];

    it.each(listed)('lists %s', async (_, [prefix, after, limit], names) => {
      const archive = await archiveWith('b/1', 'a/2/y', 'a/1', 'a/2/x', 'a-b/3');
      expect(await archive.list(prefix, after, limit)).toEqual(names);
    });

    it('lists nothing while it is empty', async () => {
      expect(await (await freshArchive()).list('', undefined, 10)).toEqual([]);
    });

    it('removes an object, which is then free, and does not mind if it is not there', async () => {
      const archive = await archiveWith('a/b');
      await archive.remove('a/b');
      await archive.remove('a/b');
      expect(await archive.read('a/b')).toBeUndefined();
      expect(await archive.create('a/b', 'again')).toBe('created');
    });

    it.each(['', '/a', 'a//b', 'a/../b', '.', '..', '.incoming/a', 'a/.b', 'a\\b', 'a\0'])(
      'refuses the name %j, which could lead elsewhere',
      async (bad) => {
        const archive = await freshArchive();
        await expect(archive.create(bad, '')).rejects.toMatchObject({
          name: 'PermanentFailure',
        });
        await expect(archive.read(bad)).rejects.toMatchObject({
          name: 'PermanentFailure',
        });
      },
    );
  });
};
