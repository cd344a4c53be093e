import { describe, expect, it } from '@jest/globals';
import { emptyRootOf, leafHashOf, nodeHashOf } from '../../../../domain/audit/log/tree-hash.ts';
import { leafPaths } from '../../../../domain/audit/trail/leaf-paths.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';

const [a, b, c] = ['a', 'b', 'c'].map((leaf) => leafHashOf(bytesSha256, Buffer.from(leaf)));
if (a === undefined || b === undefined || c === undefined) throw new Error('Three leaves');

describe('the paths of leaves', () => {
  it('go from the sibling to the child of the root', () => {
    const { root, pathOf } = leafPaths(bytesSha256, [a, b, c]);
    const left = nodeHashOf(bytesSha256, a, b);
    expect(root).toEqual(nodeHashOf(bytesSha256, left, c));
    expect([0, 1, 2].map(pathOf)).toEqual([[b, c], [a, c], [left]]);
  });

  it('are none in a tree of one leaf, and a tree of none has a root too', () => {
    expect(leafPaths(bytesSha256, [a])).toMatchObject({ root: a });
    expect(leafPaths(bytesSha256, [a]).pathOf(0)).toEqual([]);
    const { root, pathOf } = leafPaths(bytesSha256, []);
    expect(root).toEqual(emptyRootOf(bytesSha256));
    expect(() => pathOf(0)).toThrow('A tree of 0 leaves has none with the index 0');
  });

  it('are looked up and not hashed again', () => {
    let hashed = 0;
    const leaves = Array.from({ length: 9 }, () => a);
    const { pathOf } = leafPaths((bytes) => {
      hashed += 1;
      return bytesSha256(bytes);
    }, leaves);
    for (const index of leaves.keys()) pathOf(index);
    expect(hashed).toBe(leaves.length - 1);
  });
});
