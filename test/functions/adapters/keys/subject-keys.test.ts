import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Row } from '../../../../domain/ports/projection-store.ts';
import { PermanentFailure, TransientFailure } from '../../../../domain/shared/failures.ts';
import { keyDestructionIn } from '../../../../functions/adapters/keys/key-destruction.ts';
import { subjectKeysIn } from '../../../../functions/adapters/keys/subject-keys.ts';
import { memoryProjectionStore } from '../../../../functions/adapters/memory/projection-store.ts';
import { rememberedWrapping } from '../../../../functions/adapters/wrapping/remembered-wrapping.ts';
import { secretWrapping } from '../../../../functions/adapters/wrapping/secret-wrapping.ts';
import { subjectKeysContract } from '../../../contract/subject-keys.ts';

const inMemory = () => {
  const rows = memoryProjectionStore();
  const wrapping = secretWrapping(randomBytes(32));
  return { rows, wrapping, open: () => subjectKeysIn({ rows, wrapping }) };
};

subjectKeysContract('in memory', async () => {
  const { open } = inMemory();
  return { keys: open(), reopened: open };
});

subjectKeysContract('with unwrapped keys remembered', async () => {
  const { rows, wrapping } = inMemory();
  const open = () => subjectKeysIn({ rows, wrapping: rememberedWrapping(wrapping, () => 0) });
  return { keys: open(), reopened: open };
});

const rowsIn = async (rows: ReturnType<typeof memoryProjectionStore>): Promise<readonly Row[]> => {
  const found: Row[] = [];
  for await (const row of rows.scan()) found.push(row);
  return found;
};

describe('the rows of keys', () => {
  it('tell neither a subject nor a key, and nothing of either once it is destroyed', async () => {
    const { rows, open } = inMemory();
    const keys = open();
    await keys.keyFor('main', 'person-2');
    const before = await rowsIn(rows);
    const { key, keyId } = await keys.keyFor('main', 'person-1');
    const text = JSON.stringify(await rowsIn(rows));
    expect(text).not.toContain('person-1');
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(text).not.toContain(Buffer.from(key).toString(form));
    await keys.destroy({ ledger: 'main', keyId });
    expect(await rowsIn(rows)).toEqual(before);
  });

  it('are worth nothing under the name of another subject, key or ledger', async () => {
    const { rows, open } = inMemory();
    const mine = await open().keyFor('main', 'person-1');
    const other = await open().keyFor('main', 'person-2');
    const all = await rowsIn(rows);
    const at = (hash: string) => all.find(({ key }) => key.partition.endsWith(hash));
    const [target, source] = [at(mine.subjectHash), at(other.subjectHash)];
    if (target === undefined || source === undefined) throw new Error('A key has no row');
    const moved = { keyId: mine.keyId, wrapped: source.body['wrapped'] ?? '' };
    await rows.commit([{ key: target.key, revision: target.revision, body: moved }]);
    await expect(open().keyFor('main', 'person-1')).rejects.toThrow(PermanentFailure);
    await expect(open().find({ ledger: 'main', keyId: mine.keyId })).rejects.toThrow(PermanentFailure);
  });

  it('need no more than one table, and destroying them no wrapping', async () => {
    const { rows, open } = inMemory();
    const { keyId } = await open().keyFor('main', 'person-1');
    await keyDestructionIn(rows).destroy({ ledger: 'main', keyId });
    expect(await open().keyIdOf('main', 'person-1')).toBeUndefined();
  });

  it.each(['find', 'destroy'] as const)(
    'are not taken for those of the next key, which is made while %s looks',
    async (act) => {
      const { rows, wrapping, open } = inMemory();
      const first = await open().keyFor('main', 'person-1');
      const name = { ledger: 'main', keyId: first.keyId };
      let second = first;
      const overtaken = {
        ...rows,
        load: async (...asked: Parameters<typeof rows.load>) => {
          const found = await rows.load(...asked);
          if (second !== first) return found;
          await open().destroy(name);
          second = await open().keyFor('main', 'person-1');
          return found;
        },
      };
      expect(await subjectKeysIn({ rows: overtaken, wrapping })[act](name)).toBeUndefined();
      expect(second.keyId).not.toBe(first.keyId);
      expect(await open().keyFor('main', 'person-1')).toEqual(second);
    },
  );

  it('that keep changing are told of, and not waited for', async () => {
    const { rows, wrapping, open } = inMemory();
    const { keyId } = await open().keyFor('main', 'person-1');
    const busy = { ...rows, commit: async () => 'conflict' as const };
    await expect(keyDestructionIn(busy).destroy({ ledger: 'main', keyId })).rejects.toThrow(TransientFailure);
    await expect(subjectKeysIn({ rows: busy, wrapping }).keyFor('main', 'person-2')).rejects.toThrow(TransientFailure);
  });

  it('are asked for again after a failure', async () => {
    const { rows, wrapping } = inMemory();
    let isDown = true;
    const failing = {
      ...rows,
      load: async (...asked: Parameters<typeof rows.load>) => {
        if (isDown) throw new TransientFailure('no answer');
        return rows.load(...asked);
      },
    };
    const keys = subjectKeysIn({ rows: failing, wrapping });
    await expect(keys.keyFor('main', 'person-1')).rejects.toThrow(TransientFailure);
    isDown = false;
    expect((await keys.keyFor('main', 'person-1')).key).toHaveLength(32);
  });
});
