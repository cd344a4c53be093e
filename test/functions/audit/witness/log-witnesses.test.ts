import { afterEach, describe, expect, it } from '@jest/globals';
import { cosignedMessage } from '../../../../domain/audit/log/cosignature.ts';
import { knownLogKey, witnessKey } from '../../../../domain/audit/log/log-place.ts';
import { parseWitnesses } from '../../../../domain/audit/log/witness.ts';
import { PermanentFailure } from '../../../../domain/shared/failures.ts';
import { addCheckpoint } from '../../../../functions/audit/witness/add-checkpoint.ts';
import { witnessAll, witnessesIn } from '../../../../functions/audit/witness/log-witnesses.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { isSignedBy } from '../../../../functions/runtime/is-signed-by.ts';
import '../../../support/quiet-log.ts';
import { startWitness, type TestWitness } from '../../../support/test-witness.ts';
import { logWorld, objectsOf } from '../log-parts.ts';

const running: TestWitness[] = [];
afterEach(async () => {
  for (const witness of running.splice(0)) await witness.stop();
});

/** A log of so many entries, and a witness who knows it. */
const witnessedWorld = async (origin = 'quipu/test/main') => {
  const world = logWorld();
  await world.store.commit([{ key: knownLogKey('main'), revision: 0, body: { since: 'then' } }]);
  const keys = async () => {
    const names = await world.archive.list('log/main/key/', undefined, 10);
    return Promise.all(names.map(async (name) => (await world.archive.read(name)) ?? ''));
  };
  const start = async (more: { readonly name?: string; readonly seed?: number } = {}) => {
    const witness = await startWitness({ ...more, logs: async () => new Map([[origin, await keys()]]) });
    running.push(witness);
    return witness;
  };
  const counted: string[] = [];
  const count = (name: string): void => void counted.push(name);
  return {
    ...world,
    start,
    counted,
    grow: async (...counts: readonly number[]) => {
      await world.add(...counts);
      return (await world.seal()).size;
    },
    ask: (...witnesses: readonly TestWitness[]) =>
      witnessAll({
        ...{ store: world.store, archive: world.archive, digest: bytesSha256, add: addCheckpoint, count },
        witnesses: witnesses.flatMap(({ url, verifierKey }) => witnessesIn(bytesSha256, `${url} ${verifierKey}`)),
      }),
    kept: async () => [...(await objectsOf(world.archive, 'log/main/cosignature/')).keys()],
  };
};

describe('a witness', () => {
  it('cosigns each checkpoint that it is sent, with the proof that it continues the one before', async () => {
    const { start, grow, ask, kept, archive, counted } = await witnessedWorld();
    const witness = await start();
    for (const count of [3, 90, 99, 99]) {
      await grow(count);
      await ask(witness);
      await ask(witness);
    }
    expect(witness.statuses).toEqual([200, 200, 200, 200]);
    expect(witness.seen.get('quipu/test/main')?.size).toBe(291);
    expect((await kept()).map((name) => name.split('/').slice(0, 4).join('/')).sort()).toEqual(
      [192, 291, 3, 93].map((size) => `log/main/cosignature/${size}`),
    );
    const [name = ''] = await archive.list('log/main/cosignature/291/', undefined, 1);
    const [, who, blob = ''] = /^— (\S+) (\S+)\n$/.exec((await archive.read(name)) ?? '') ?? [];
    const [key] = witnessesIn(bytesSha256, `${witness.url} ${witness.verifierKey}`);
    const bytes = Buffer.from(blob, 'base64');
    const text = ((await archive.read('log/main/checkpoint/291')) ?? '').split('\n\n')[0];
    expect(who).toBe('witness.test/w1');
    const message = cosignedMessage(bytes.readBigUInt64BE(4), `${text}\n`);
    expect(isSignedBy(key?.key.publicKey ?? new Uint8Array(32), message, bytes.subarray(12))).toBe(true);
    expect(counted).toEqual([]);
  });

  it('is asked again from where it says that it is, where that was forgotten here', async () => {
    const { start, grow, ask, kept, store } = await witnessedWorld();
    const witness = await start();
    await grow(40);
    await ask(witness);
    const [row] = await store.query({ partition: 'main#archived#witnesses', limit: 1 });
    if (row !== undefined) await store.commit([{ key: row.key, revision: row.revision, body: null }]);
    await grow(40);
    await ask(witness);
    expect(witness.statuses).toEqual([200, 409, 200]);
    expect(await kept()).toHaveLength(2);
  });

  it('that has forgotten all begins anew', async () => {
    const { start, grow, ask } = await witnessedWorld();
    const witness = await start();
    await grow(40);
    await ask(witness);
    witness.seen.clear();
    await grow(2);
    await ask(witness);
    expect(witness.statuses).toEqual([200, 409, 200]);
  });

  it('that was shown another log of that size, or a longer one, is reported and signs nothing', async () => {
    for (const seen of [
      { size: 40, root: '00'.repeat(32) },
      { size: 41, root: '00'.repeat(32) },
      { size: 20, root: '00'.repeat(32) },
    ]) {
      const { start, grow, ask, kept, counted } = await witnessedWorld();
      const witness = await start();
      await grow(40);
      witness.seen.set('quipu/test/main', seen);
      await ask(witness);
      expect(witness.statuses.at(-1)).toBe(seen.size === 20 ? 422 : 409);
      expect(witness.statuses.length).toBeLessThanOrEqual(2);
      expect(await kept()).toEqual([]);
      expect(counted).toEqual(['WitnessRefusals']);
    }
  });

  it('that does not know the log, or not its key, is reported', async () => {
    const other = await witnessedWorld('quipu/other/main');
    const witness = await other.start();
    await other.grow(1);
    await other.ask(witness);
    expect(witness.statuses).toEqual([404]);
    const { start, archive, grow, ask, counted } = await witnessedWorld();
    const distrusting = await start();
    await grow(1);
    for (const name of await archive.list('log/main/key/', undefined, 1)) await archive.remove(name);
    await ask(distrusting);
    expect(distrusting.statuses).toEqual([403]);
    expect([...other.counted, ...counted]).toEqual(['WitnessRefusals', 'WitnessRefusals']);
  });

  it.each(['forges', 'signsAnother'] as const)('that %s is not believed', async (misbehaviour) => {
    const { start, grow, ask, kept, counted, store } = await witnessedWorld();
    const witness = await start();
    witness.misbehaviour = misbehaviour;
    await grow(12);
    await ask(witness);
    expect(witness.statuses).toEqual([200]);
    expect(await kept()).toEqual([]);
    expect(counted).toEqual(['WitnessRefusals']);
    expect(await store.load([witnessKey('main', '')])).toEqual([]);
  });

  it.each(['isAway', 'hangs'] as const)(
    'that %s holds up no other, and is caught up with later',
    async (misbehaviour) => {
      const { start, grow, ask, kept, counted, store } = await witnessedWorld();
      await store.commit([{ key: knownLogKey('also'), revision: 0, body: { since: 'then' } }]);
      const [away, present] = [await start(), await start({ name: 'witness.test/w2', seed: 201 })];
      away.misbehaviour = misbehaviour;
      await grow(3);
      await ask(away, present);
      expect(present.statuses).toEqual([200]);
      expect(await kept()).toHaveLength(1);
      expect(counted).toEqual([]);
      away.misbehaviour = undefined;
      await grow(3);
      await ask(away, present);
      expect(away.seen.get('quipu/test/main')?.size).toBe(6);
      expect(await kept()).toHaveLength(3);
    },
    20_000,
  );

  it('that is not there at all holds up nothing', async () => {
    const { start, grow, ask, kept } = await witnessedWorld();
    const witness = await start();
    await grow(3);
    const gone = { ...witness, url: 'http://127.0.0.1:9/w' };
    await ask(gone);
    expect(await kept()).toEqual([]);
  });
});

describe('the setting of witnesses', () => {
  it('names each by its URL and key', async () => {
    const { start } = await witnessedWorld();
    const [one, two] = [await start(), await start({ name: 'witness.test/w2', seed: 201 })];
    const text = `${one.url}/ ${one.verifierKey}, ${two.url} ${two.verifierKey}`;
    expect(parseWitnesses(text)).toEqual([one, two].map(({ url, verifierKey }) => ({ url, verifierKey })));
    expect(witnessesIn(bytesSha256, text).map(({ key }) => key.name)).toEqual(['witness.test/w1', 'witness.test/w2']);
    expect(parseWitnesses('none')).toEqual([]);
  });

  it('is refused where it is none, or a key is none of a witness', async () => {
    const { start, grow, archive } = await witnessedWorld();
    const { url, verifierKey } = await start();
    for (const text of ['', 'x', url, `ftp://a.b ${verifierKey}`, `http://witness.test ${verifierKey}`])
      expect(parseWitnesses(text)).toBeUndefined();
    expect(parseWitnesses(`${url} ${verifierKey},${url} ${verifierKey}`)).toBeUndefined();
    await grow(1);
    const [name = ''] = await archive.list('log/main/key/', undefined, 1);
    const ofLog = ((await archive.read(name)) ?? '').trim();
    const otherId = verifierKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    for (const key of [ofLog, otherId, `${verifierKey}AAAA`])
      expect(() => witnessesIn(bytesSha256, `${url} ${key}`)).toThrow(PermanentFailure);
  });
});
