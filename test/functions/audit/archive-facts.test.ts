import { describe, expect, it } from '@jest/globals';
import { entryBytesMaximum } from '../../../domain/audit/log/entry-bundle.ts';
import { type ArchivableFact, segmentName, segmentOf } from '../../../domain/audit/sequence.ts';
import { InvariantViolation, TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { archivedFacts } from '../../support/archived-facts.ts';
import { archiveAtLast, factsNamed, optionsWith } from './archive-parts.ts';

const namesIn = async (archive: ReturnType<typeof memoryArchive>) =>
  (await archivedFacts(archive)).map((line) => /"name":"(.*)"/.exec(line)?.[1]);

/** Parts of which one call, counted from 0 over both, fails before or after it took effect. */
const failingParts = (call: number, when: 'before' | 'after') => {
  const archive = memoryArchive();
  const store = memoryProjectionStore();
  let calls = 0;
  const guarded =
    <Arguments extends readonly unknown[], Answer>(work: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      const isFailing = calls === call;
      calls += 1;
      if (isFailing && when === 'before') throw new TransientFailure('It cannot be reached');
      const answer = await work(...given);
      if (isFailing) throw new TransientFailure('The answer was lost');
      return answer;
    };
  const options = optionsWith(
    { load: guarded(store.load), commit: guarded(store.commit) },
    { create: guarded(archive.create), read: guarded(archive.read) },
  );
  return { archive, options, calls: () => calls };
};

describe('the archive of facts', () => {
  it('has each fact once, in the order of arrival', async () => {
    const archive = memoryArchive();
    const options = optionsWith(memoryProjectionStore(), archive);
    await archiveFacts('main', factsNamed('c', 'a'), options);
    await archiveFacts('main', factsNamed('a', 'b', 'c', 'b'), options);
    await archiveFacts('main', factsNamed('a'), options);
    expect(await namesIn(archive)).toEqual(['c', 'a', 'b']);
    expect(await archive.list('', undefined, 10)).toEqual([
      'facts/main/000000000001.ndjson',
      'facts/main/000000000003.ndjson',
    ]);
  });

  it('writes a line of canonical JSON for each fact', async () => {
    const archive = memoryArchive();
    const [fact] = factsNamed('a');
    await archiveFacts('main', factsNamed('a'), optionsWith(memoryProjectionStore(), archive));
    expect(await archive.read('facts/main/000000000001.ndjson')).toBe(
      `{"changes":[],"data":{"name":"a"},"factId":"main#J#a@0","hash":"${fact?.hash}","sequence":1,"what":"Named",` +
        '"when":"2026-11-23T10:00:00.000Z","who":"test","why":{}}\n',
    );
  });

  it('keeps a text apart that would make its line too long for an entry of the log, and no shorter one', async () => {
    const archive = memoryArchive();
    const options = optionsWith(memoryProjectionStore(), archive);
    const [fact] = factsNamed('a');
    if (fact === undefined) throw new Error('No fact');
    const withText = (length: number): ArchivableFact => ({ ...fact, text: `{"name":"${'ä'.repeat(length)}"}` });
    const lengthOf = async (first: number): Promise<number> =>
      Buffer.byteLength((await archive.read(segmentName('main', first))) ?? '') - 1;
    const around = segmentOf(Number.MAX_SAFE_INTEGER, [withText(0)], sha256).body.length - 1;
    const longest = Math.floor((entryBytesMaximum - around) / 2) - 1;
    await archiveFacts('main', [withText(longest)], options);
    expect(await lengthOf(1)).toBeGreaterThan(entryBytesMaximum - 40);
    expect(await lengthOf(1)).toBeLessThanOrEqual(entryBytesMaximum);
    const long = withText(longest + 3);
    await archiveFacts('main', [long, long], options);
    await archiveFacts('main', [long], options);
    expect(await lengthOf(2)).toBeLessThan(400);
    expect(await archive.read(`texts/main/${sha256(long.text)}.json`)).toBe(long.text);
    expect(await archivedFacts(archive)).toEqual(
      [withText(longest), long].map(({ factId, text }) => `${factId} ${text}`),
    );
  });

  it('gives two texts that claim to be one fact their own places', async () => {
    const archive = memoryArchive();
    const options = optionsWith(memoryProjectionStore(), archive);
    const [fact] = factsNamed('a');
    if (fact === undefined) throw new Error('No fact');
    await archiveFacts('main', [fact, { ...fact, text: '{"name":"forged"}' }], options);
    expect(await namesIn(archive)).toEqual(['a', 'forged']);
  });

  it('begins another segment where one is full', async () => {
    const archive = memoryArchive();
    const names = Array.from({ length: 250 }, (_, index) => `n${index}`);
    await archiveFacts('main', factsNamed(...names), optionsWith(memoryProjectionStore(), archive));
    expect(await namesIn(archive)).toEqual(names);
    expect(await archive.list('', undefined, 10)).toHaveLength(3);
  });

  it('keeps ledgers apart', async () => {
    const archive = memoryArchive();
    const options = optionsWith(memoryProjectionStore(), archive);
    await archiveFacts('main', factsNamed('a'), options);
    await archiveFacts('other', factsNamed('b'), options);
    expect(await archivedFacts(archive, 'other')).toHaveLength(1);
  });

  it('is one log wherever a call fails, before or after it took effect', async () => {
    for (const when of ['before', 'after'] as const)
      for (let call = 0; ; call += 1) {
        const { archive, options, calls } = failingParts(call, when);
        await archiveAtLast(factsNamed('a', 'b'), options);
        await archiveAtLast(factsNamed('c', 'b'), options);
        expect(await namesIn(archive)).toEqual(['a', 'b', 'c']);
        if (calls() <= call) break;
      }
  });

  it('takes over what another worker wrote before it crashed, and what comes instead gets the next place', async () => {
    const archive = memoryArchive();
    await archive.create(segmentName('main', 1), segmentOf(1, factsNamed('x', 'y'), sha256).body);
    const options = optionsWith(memoryProjectionStore(), archive);
    await archiveFacts('main', factsNamed('y', 'z'), options);
    await archiveFacts('main', factsNamed('x'), options);
    expect(await namesIn(archive)).toEqual(['x', 'y', 'z']);
  });

  it('finds its place again behind a whole archive when its rows are gone', async () => {
    const archive = memoryArchive();
    const before = optionsWith(memoryProjectionStore(), archive);
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    for (const name of names) await archiveFacts('main', factsNamed(name), before);
    await archiveFacts('main', factsNamed('n29', 'new'), optionsWith(memoryProjectionStore(), archive));
    expect(await namesIn(archive)).toEqual([...names, 'new']);
  });

  it('refuses to go on behind a segment that was not written here', async () => {
    for (const body of [
      '',
      'x\n',
      segmentOf(2, factsNamed('x'), sha256).body,
      segmentOf(1, factsNamed('x'), sha256).body.trim(),
    ]) {
      const archive = memoryArchive();
      await archive.create(segmentName('main', 1), body);
      const options = optionsWith(memoryProjectionStore(), archive);
      await expect(archiveFacts('main', factsNamed('a'), options)).rejects.toThrow(InvariantViolation);
    }
  });
});
