import { describe, expect, it } from '@jest/globals';
import { type LogRow, logKey } from '../../../domain/audit/log/log-place.ts';
import { segmentName } from '../../../domain/audit/sequence.ts';
import { InvariantViolation, PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { sealLog, segmentsPerCheckpointMaximum } from '../../../functions/audit/seal-log.ts';
import { logWorld, objectsOf, sealAtLast, sealOptions, signerOf } from './log-parts.ts';
import { archivedLines, bundledLines, isSigned, verifiedSizes } from './log-verifier.ts';

/** What fails at one call, counted from 0 over store, archive and signer: before it took effect, or after. */
const failingAt = (world: ReturnType<typeof logWorld>, call: number, when: 'before' | 'after') => {
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
  const { store, archive } = world;
  const signer = signerOf(1);
  const options = sealOptions(
    { load: guarded(store.load), commit: guarded(store.commit) },
    { create: guarded(archive.create), read: guarded(archive.read), readBytes: guarded(archive.readBytes) },
    { signers: [{ publicKey: guarded(signer.publicKey), sign: guarded(signer.sign) }] },
  );
  return { options, calls: () => calls };
};

describe('the log', () => {
  it('has the archived lines as its entries, byte for byte, and a checkpoint over them', async () => {
    const { archive, add, seal } = logWorld();
    await add(3, 2);
    expect(await seal()).toEqual({ code: 'sealed', size: 5, sealed: 5 });
    const lines = await archivedLines(archive);
    expect(await bundledLines(archive, 5)).toEqual(lines);
    expect(await verifiedSizes(archive, lines)).toEqual([5]);
    expect([...(await objectsOf(archive)).keys()].map((name) => name.replace(/[0-9a-f]{8}$/, '*'))).toEqual([
      'log/main/checkpoint/5',
      'log/main/key/*',
      'log/main/tile/0/000.p/5',
      'log/main/tile/entries/000.p/5',
    ]);
  });

  it('says who it is, how large and what its root is, in a note signed for verifiers', async () => {
    const { archive, add, seal } = logWorld();
    await add(1);
    await seal();
    expect(await archive.read('log/main/checkpoint/1')).toMatch(
      /^quipu\/test\/main\n1\n[A-Za-z0-9+/]{43}=\n\n— quipu\/test\/main [A-Za-z0-9+/]{90,91}={0,2}\n$/,
    );
  });

  it('seals nothing where there is nothing new', async () => {
    const { archive, add, seal } = logWorld();
    expect(await seal()).toEqual({ code: 'sealed', size: 0, sealed: 0 });
    await add(1);
    await seal();
    const before = await objectsOf(archive);
    expect(await seal()).toEqual({ code: 'sealed', size: 1, sealed: 0 });
    expect(await objectsOf(archive)).toEqual(before);
  });

  it('goes on from what it was, across whole tiles', async () => {
    const { archive, add, seal } = logWorld();
    for (const counts of [[1], [90, 90, 74], [1], [1], [99, 99, 99], [256]]) {
      await add(...counts);
      await seal();
    }
    const lines = await archivedLines(archive);
    expect(await verifiedSizes(archive, lines)).toEqual([1, 255, 256, 257, 554, 810]);
    expect(await bundledLines(archive, 810)).toEqual(lines);
  });

  it('works a long backlog off piece by piece', async () => {
    const { archive, add, seal } = logWorld();
    await add(...Array.from({ length: segmentsPerCheckpointMaximum + 1 }, () => 1));
    expect(await seal()).toMatchObject({ sealed: segmentsPerCheckpointMaximum });
    expect(await seal()).toMatchObject({ sealed: 1 });
    expect(await verifiedSizes(archive, await archivedLines(archive))).toHaveLength(2);
  });

  it('is the same wherever a call fails, before or after it took effect', async () => {
    for (const when of ['before', 'after'] as const)
      for (let call = 0; ; call += 1) {
        const [failing, unharmed] = [logWorld(), logWorld()];
        const { options, calls } = failingAt(failing, call, when);
        for (const world of [failing, unharmed]) {
          await world.add(99, 99, 56);
          await sealAtLast(world === failing ? options : world.options);
          await world.add(3);
          await sealAtLast(world === failing ? options : world.options);
        }
        expect(await objectsOf(failing.archive)).toEqual(await objectsOf(unharmed.archive));
        if (calls() <= call) break;
      }
  });

  it('is the same where its row was lost', async () => {
    const world = logWorld();
    await world.add(99, 99, 99);
    await world.seal();
    await world.add(5);
    await sealAtLast({ ...world.options, store: memoryProjectionStore() });
    expect(await verifiedSizes(world.archive, await archivedLines(world.archive))).toEqual([297, 302]);
  });

  it('is the same where its row is an older one', async () => {
    const world = logWorld();
    await world.add(10);
    await world.seal();
    const [row] = await world.store.load([logKey('main')]);
    const older = memoryProjectionStore();
    await older.commit([{ key: logKey('main'), revision: 0, body: row?.body ?? {} }]);
    for (const count of [10, 10]) {
      await world.add(count);
      await world.seal();
    }
    await sealAtLast({ ...world.options, store: older });
    expect(await verifiedSizes(world.archive, await archivedLines(world.archive))).toEqual([10, 20, 30]);
  });

  it('is signed by both keys while one follows the other, and goes on with either', async () => {
    const world = logWorld();
    await world.add(2);
    await sealLog('main', world.options);
    await world.add(2);
    await sealLog('main', { ...world.options, signers: [signerOf(1), signerOf(2)] });
    await world.add(2);
    await sealLog('main', { ...world.options, signers: [signerOf(2)] });
    const keys = await Promise.all(
      (await world.archive.list('log/main/key/', undefined, 10)).map((name) => world.archive.read(name)),
    );
    const signed = async (size: number) => {
      const note = (await world.archive.read(`log/main/checkpoint/${size}`)) ?? '';
      return keys.filter((key) => isSigned(note, key ?? '')).length;
    };
    expect(keys).toHaveLength(2);
    expect([await signed(2), await signed(4), await signed(6)]).toEqual([1, 2, 1]);
  });

  it('is not sealed without a key', async () => {
    const world = logWorld({ signers: [] });
    await world.add(1);
    await expect(world.seal()).rejects.toThrow(PermanentFailure);
  });
});

describe('a log that someone meddled with', () => {
  /** A log of 300 entries, of which 3 are not sealed yet, with another object in place of one of its own. */
  const meddled = async (name: string, body: Uint8Array | string | undefined) => {
    const world = logWorld();
    await world.add(99, 99, 99);
    await world.seal();
    await world.archive.remove(name);
    if (body !== undefined) await world.archive.create(name, body);
    await world.add(3);
    return world;
  };

  it.each([
    ['a tile', 'log/main/tile/0/001.p/41', new Uint8Array(41 * 32)],
    ['a tile of another length', 'log/main/tile/0/001.p/41', new Uint8Array(40 * 32)],
    ['a tile above', 'log/main/tile/1/000.p/1', new Uint8Array(32)],
    ['an entry bundle', 'log/main/tile/entries/001.p/41', new Uint8Array(0)],
    ['a checkpoint', 'log/main/checkpoint/297', 'quipu/test/main\n297\nAAAA\n\n— a AAAAAAA=\n'],
    ['a checkpoint that is gone', 'log/main/checkpoint/297', undefined],
    ['a tile that is gone', 'log/main/tile/0/001.p/41', undefined],
    ['a segment', segmentName('main', 298), 'not closed'],
    ['a checkpoint to come', 'log/main/checkpoint/300', 'anything\n'],
    ['a tile to come', 'log/main/tile/0/001.p/44', new Uint8Array(44 * 32)],
  ])('is not signed again: %s', async (_, name, body) => {
    const world = await meddled(name, body).catch((error) => error);
    if (world instanceof Error) return expect(world).toBeInstanceOf(InvariantViolation);
    const before = (await objectsOf(world.archive, 'log/main/checkpoint/')).size;
    await expect(world.seal()).rejects.toThrow(InvariantViolation);
    expect((await objectsOf(world.archive, 'log/main/checkpoint/')).size).toBe(before);
  });

  it('is not signed again where its row tells of another tree', async () => {
    const world = logWorld();
    await world.add(3);
    await world.seal();
    const [row] = await world.store.load([logKey('main')]);
    const body = row?.body as LogRow;
    await world.store.commit([{ key: logKey('main'), revision: 1, body: { ...body, edge: body.edge.toReversed() } }]);
    await world.add(1);
    await expect(world.seal()).rejects.toThrow(InvariantViolation);
  });
});
