import { describe, expect, it } from '@jest/globals';
import type { ProjectionStore, Row, RowChange, RowQuery } from '../../domain/ports/projection-store.ts';

const change = (sort: string, revision: number, body: RowChange['body'], partition = 'main#rows'): RowChange => ({
  key: { partition, sort },
  revision,
  body,
});

/** What every projection store keeps. `freshStore` answers one that shares nothing with those before. */
export const projectionStoreContract = (name: string, freshStore: () => Promise<ProjectionStore>): void => {
  const storeWith = async (...sorts: readonly string[]): Promise<ProjectionStore> => {
    const store = await freshStore();
    expect(await store.commit(sorts.map((sort) => change(sort, 0, { sort })))).toBe('committed');
    return store;
  };

  const only = async (store: ProjectionStore, sort: string): Promise<Row | undefined> =>
    (await store.load([{ partition: 'main#rows', sort }]))[0];

  describe(`the projection store ${name}`, () => {
    it('answers the rows that exist, as they were written', async () => {
      const body = { amount: '12.50', none: null, list: [1, 'two', { three: true }], text: 'ä "€" \u{1f600}' };
      const store = await freshStore();
      await store.commit([change('a', 0, body), change('b', 0, {})]);
      const rows = await store.load(['a', 'b', 'c'].map((sort) => ({ partition: 'main#rows', sort })));
      expect([...rows].sort((left, right) => left.key.sort.localeCompare(right.key.sort))).toEqual([
        { key: { partition: 'main#rows', sort: 'a' }, revision: 1, body },
        { key: { partition: 'main#rows', sort: 'b' }, revision: 1, body: {} },
      ]);
      expect(await store.load([])).toEqual([]);
    });

    it('counts the writes of a row', async () => {
      const store = await storeWith('a');
      expect(await store.commit([change('a', 1, { again: true })])).toBe('committed');
      expect(await only(store, 'a')).toMatchObject({ revision: 2, body: { again: true } });
    });

    it('writes all or none where a row has another revision by now', async () => {
      const store = await storeWith('a', 'b');
      expect(await store.commit([change('b', 1, { b: 2 })])).toBe('committed');
      expect(await store.commit([change('a', 1, { a: 2 }), change('b', 1, { b: 3 })])).toBe('conflict');
      expect(await only(store, 'a')).toMatchObject({ revision: 1, body: { sort: 'a' } });
      expect(await only(store, 'b')).toMatchObject({ revision: 2, body: { b: 2 } });
    });

    it('conflicts where a row appeared or went meanwhile', async () => {
      const store = await storeWith('a');
      expect(await store.commit([change('a', 0, {})])).toBe('conflict');
      expect(await store.commit([change('missing', 1, {})])).toBe('conflict');
      expect(await store.commit([change('missing', 3, null)])).toBe('conflict');
      expect(await store.commit([change('a', 0, null)])).toBe('conflict');
    });

    it('removes a row, which can then be made again', async () => {
      const store = await storeWith('a');
      expect(await store.commit([change('a', 1, null)])).toBe('committed');
      expect(await only(store, 'a')).toBeUndefined();
      expect(await store.commit([change('a', 0, null)])).toBe('committed');
      expect(await store.commit([change('a', 0, { new: true })])).toBe('committed');
      expect(await only(store, 'a')).toMatchObject({ revision: 1, body: { new: true } });
    });

    it('lets exactly one of many writers at once win', async () => {
      const store = await storeWith('a');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, writer) => store.commit([change('a', 1, { writer })])),
      );
      expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    });

    it('changes and loads a hundred rows at once, and not one more', async () => {
      const store = await freshStore();
      const sorts = Array.from({ length: 100 }, (_, index) => `row ${index}`);
      const keys = sorts.map((sort) => ({ partition: 'main#rows', sort }));
      expect(await store.commit(sorts.map((sort) => change(sort, 0, { sort })))).toBe('committed');
      expect(await store.load(keys)).toHaveLength(100);
      const more = { partition: 'main#rows', sort: 'one more' };
      await expect(store.load([...keys, more])).rejects.toMatchObject({ name: 'InvariantViolation' });
      await expect(store.commit([...keys, more].map((key) => ({ key, revision: 0, body: {} })))).rejects.toMatchObject({
        name: 'InvariantViolation',
      });
    });

    const queried: readonly (readonly [string, Omit<RowQuery, 'partition'>, readonly string[]])[] = [
      ['all of a partition in order', { limit: 10 }, ['a', 'b:1', 'b:2', 'b:3', 'c']],
      ['as many as asked', { limit: 2 }, ['a', 'b:1']],
      ['backwards', { limit: 2, descending: true }, ['c', 'b:3']],
      ['those after one', { after: 'b:1', limit: 10 }, ['b:2', 'b:3', 'c']],
      ['those after one, backwards', { after: 'b:2', descending: true, limit: 10 }, ['b:1', 'a']],
      ['those with a prefix', { prefix: 'b:', limit: 10 }, ['b:1', 'b:2', 'b:3']],
      ['those with a prefix, backwards', { prefix: 'b:', descending: true, limit: 2 }, ['b:3', 'b:2']],
      ['those with a prefix after one', { prefix: 'b:', after: 'b:1', limit: 10 }, ['b:2', 'b:3']],
      ['a page of those with a prefix after one', { prefix: 'b:', after: 'b:1', limit: 1 }, ['b:2']],
      ['those with a prefix before one', { prefix: 'b:', after: 'b:3', descending: true, limit: 10 }, ['b:2', 'b:1']],
      ['those with a prefix, after one before it', { prefix: 'b:', after: 'a', limit: 10 }, ['b:1', 'b:2', 'b:3']],
      [
        'those with a prefix, back from one behind it',
        { prefix: 'b:', after: 'c', descending: true, limit: 1 },
        ['b:3'],
      ],
      ['none with a prefix after one behind it', { prefix: 'b:', after: 'c', limit: 10 }, []],
      ['none with a prefix back from one before it', { prefix: 'b:', after: 'a', descending: true, limit: 10 }, []],
      ['none of an unknown prefix', { prefix: 'x', limit: 10 }, []],
    ];

    it.each(queried)('lists %s', async (_, query, sorts) => {
      const store = await storeWith('b:2', 'c', 'a', 'b:1', 'b:3');
      await store.commit([change('a', 0, {}, 'main#others')]);
      const rows = await store.query({ partition: 'main#rows', ...query });
      expect(rows.map(({ key }) => key.sort)).toEqual(sorts);
    });

    it('keeps queues of rows that are due, the longest due first', async () => {
      const store = await freshStore();
      const due = (sort: string, queue: string, at: string): RowChange => ({
        ...change(sort, 0, { at }),
        due: { queue, at },
      });
      await store.commit([
        due('a', 'q', '3'),
        due('b', 'q', '1'),
        due('c', 'q', '5'),
        due('d', 'other', '1'),
        change('e', 0, {}),
      ]);
      const sorts = async (until: string, limit = 10) =>
        (await store.dueBy('q', until, limit)).map(
          ({ key, revision, body }) => `${key.sort} ${revision} ${body['at']}`,
        );
      expect(await sorts('3')).toEqual(['b 1 1', 'a 1 3']);
      expect(await sorts('9', 1)).toEqual(['b 1 1']);
      await store.commit([
        change('b', 1, {}),
        change('a', 1, null),
        { ...change('c', 1, { at: '0' }), due: { queue: 'q', at: '0' } },
      ]);
      expect(await sorts('9')).toEqual(['c 2 0']);
    });

    it('scans every row once', async () => {
      const store = await storeWith('a', 'b');
      await store.commit([change('a', 0, {}, 'main#others')]);
      const seen: string[] = [];
      for await (const { key, revision } of store.scan()) seen.push(`${key.partition} ${key.sort} ${revision}`);
      expect(seen.sort()).toEqual(['main#others a 1', 'main#rows a 1', 'main#rows b 1']);
    });
  });
};
