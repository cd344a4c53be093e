import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectFileName, segmentOf } from '../../../../infra/local/buckets/object-file-name.ts';

/** Keys with everything that is special in file names, made of short segments so that few of them are all different. */
const anyKey = fc
  .array(
    fc.string({ unit: fc.constantFrom('a', 'B', '.', '/', '%', ' ', '\\', '~', 'é', '😀', '.object'), maxLength: 6 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((segments) => segments.join('/'));

const keyOf = (fileName: string): string => {
  const names = fileName.split('/');
  return names.map((name, position) => segmentOf(name, position < names.length - 1)).join('/');
};

describe('file name of an object', () => {
  it('is read back as the same key, whatever the key', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(keyOf(objectFileName(key) ?? '')).toBe(key);
      }),
    );
  });

  it('stays in its folder, and has no name that a file system would refuse or hide', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        for (const name of objectFileName(key)?.split('/') ?? [])
          expect(name).toMatch(/^[A-Za-z0-9_=%-][A-Za-z0-9_=.%-]*$/);
      }),
    );
  });

  it('has folders that no object is named like, so that a key may begin with another key', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const folders = objectFileName(key)?.split('/').slice(0, -1) ?? [];
        expect(folders.filter((name) => name.endsWith('.object'))).toEqual([]);
      }),
    );
  });

  it('does not exist for a segment that is too long, and does for the longest', () => {
    expect(objectFileName('a'.repeat(248))).toBe(`${'a'.repeat(248)}.object`);
    expect(objectFileName('a'.repeat(249))).toBeUndefined();
  });
});
