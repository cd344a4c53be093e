import { describe, expect, it } from '@jest/globals';
import type { SubjectKeys } from '../../domain/ports/subject-keys.ts';

const now = '2026-11-23T10:00:00.000Z';
const later = '2026-11-23T11:00:00.000Z';

/**
 * What every keeper of subjects' keys keeps. `fresh` answers one without keys; `reopened` the same with nothing
 * remembered, as another process sees it.
 */
export const subjectKeysContract = (
  name: string,
  fresh: () => Promise<{ readonly keys: SubjectKeys; readonly reopened: () => SubjectKeys }>,
): void => {
  describe(`the keys of subjects ${name}`, () => {
    it('are one for each subject, which every process gets', async () => {
      const { keys, reopened } = await fresh();
      const key = await keys.keyFor('main', 'person-1');
      expect(key.key).toHaveLength(32);
      expect(key.keyId).toMatch(/^sbk_[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(await keys.keyFor('main', 'person-1')).toEqual(key);
      expect(await reopened().keyFor('main', 'person-1')).toEqual(key);
      expect(await reopened().keyIdOf('main', 'person-1')).toBe(key.keyId);
      expect(await reopened().find({ ledger: 'main', keyId: key.keyId })).toEqual(key);
    });

    it('have nothing in common with those of another subject or another ledger', async () => {
      const { keys } = await fresh();
      const all = [
        await keys.keyFor('main', 'person-1'),
        await keys.keyFor('main', 'person-2'),
        await keys.keyFor('other', 'person-1'),
      ];
      for (const part of ['keyId', 'subjectHash', 'key'] as const)
        expect(new Set(all.map((key) => Buffer.from(key[part]).toString('hex'))).size).toBe(3);
      expect(await keys.find({ ledger: 'other', keyId: all[0]?.keyId ?? '' })).toBeUndefined();
    });

    it('are made once, however many ask at the same time', async () => {
      const { keys, reopened } = await fresh();
      const asked = await Promise.all(
        Array.from({ length: 8 }, (_, index) => (index % 2 ? keys : reopened()).keyFor('main', 'person-1')),
      );
      expect(new Set(asked.map(({ keyId }) => keyId)).size).toBe(1);
      expect(new Set(asked.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(1);
    });

    it('are not made by looking', async () => {
      const { keys } = await fresh();
      expect(await keys.keyIdOf('main', 'person-1')).toBeUndefined();
      expect(await keys.find({ ledger: 'main', keyId: `sbk_${'0'.repeat(26)}` })).toBeUndefined();
      expect(await keys.keyIdOf('main', 'person-1')).toBeUndefined();
    });

    it('are gone for every process once they are destroyed, and then another is made', async () => {
      const { keys, reopened } = await fresh();
      const other = await keys.keyFor('main', 'person-2');
      const first = await keys.keyFor('main', 'person-1');
      const name = { ledger: 'main', keyId: first.keyId };
      await keys.announce(name, now);
      await keys.destroy(name);
      await keys.destroy(name);
      for (const each of [keys, reopened()]) {
        expect(await each.find(name)).toBeUndefined();
        expect(await each.keyIdOf('main', 'person-1')).toBeUndefined();
        expect(await each.announced(10)).toEqual([]);
      }
      const second = await keys.keyFor('main', 'person-1');
      expect(second.keyId).not.toBe(first.keyId);
      expect(second.key).not.toEqual(first.key);
      await reopened().destroy(name);
      expect(await keys.keyFor('main', 'person-1')).toEqual(second);
      expect(await keys.keyFor('main', 'person-2')).toEqual(other);
    });

    it('are announced before they are destroyed, once and at the newest time, until that is taken back', async () => {
      const { keys, reopened } = await fresh();
      const { keyId } = await keys.keyFor('main', 'person-1');
      const name = { ledger: 'main', keyId };
      await keys.announce(name, now);
      await keys.announce(name, later);
      await keys.announce({ ledger: 'other', keyId: 'sbk_2' }, now);
      expect(await reopened().announced(10)).toEqual([
        { ...name, announcedAt: later },
        { ledger: 'other', keyId: 'sbk_2', announcedAt: now },
      ]);
      expect(await keys.announced(1)).toHaveLength(1);
      await keys.withdraw({ ...name, announcedAt: now });
      expect(await keys.announced(10)).toHaveLength(2);
      await keys.withdraw({ ...name, announcedAt: later });
      await keys.withdraw({ ...name, announcedAt: later });
      expect(await keys.announced(10)).toEqual([{ ledger: 'other', keyId: 'sbk_2', announcedAt: now }]);
      expect((await keys.keyFor('main', 'person-1')).keyId).toBe(keyId);
    });

    it('hash words the same in every process, and otherwise in another ledger', async () => {
      const { keys, reopened } = await fresh();
      const hash = await keys.hashOf('main', ['a', 'b']);
      expect(hash).toMatch(/^[\w-]{43}$/);
      expect(await reopened().hashOf('main', ['a', 'b'])).toBe(hash);
      expect(await keys.hashOf('main', ['ab'])).not.toBe(hash);
      expect(await keys.hashOf('other', ['a', 'b'])).not.toBe(hash);
    });
  });
};
