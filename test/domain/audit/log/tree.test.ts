import { describe, expect, it } from '@jest/globals';
import { consistencyRanges, inclusionRanges } from '../../../../domain/audit/log/proof-ranges.ts';
import { emptyEdge, extendedEdge, rootOfEdge } from '../../../../domain/audit/log/tree-edge.ts';
import { leafHashOf } from '../../../../domain/audit/log/tree-hash.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { hex } from './log-in-tiles.ts';

/** The leaves that implementations of RFC 6962 are compared by, and the roots of their first 0, 1 ... 8. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree of a log', () => {
  it.each(roots.map((root, size) => [size, root] as const))('of %i leaves has the root of RFC 6962', (size, root) => {
    const hashes = leaves.slice(0, size).map((leaf) => leafHashOf(bytesSha256, Buffer.from(leaf, 'hex')));
    expect(hex(rootOfEdge(bytesSha256, extendedEdge(bytesSha256, emptyEdge, hashes)))).toBe(root);
  });

  it('grows from its edge as from all that is before it', () => {
    const hashes = leaves.map((leaf) => leafHashOf(bytesSha256, Buffer.from(leaf, 'hex')));
    for (const size of hashes.keys()) {
      const edge = extendedEdge(bytesSha256, emptyEdge, hashes.slice(0, size));
      expect(hex(rootOfEdge(bytesSha256, extendedEdge(bytesSha256, edge, hashes.slice(size))))).toBe(roots.at(-1));
    }
  });

  it('shows a leaf by its siblings, from below upwards', () => {
    expect(inclusionRanges(0, 1)).toEqual([]);
    expect(inclusionRanges(5, 7)).toEqual([
      { begin: 4, end: 5 },
      { begin: 6, end: 7 },
      { begin: 0, end: 4 },
    ]);
    expect(inclusionRanges(6, 7)).toEqual([
      { begin: 4, end: 6 },
      { begin: 0, end: 4 },
    ]);
  });

  it('shows what it was by what it was made of, as the examples of RFC 6962 do', () => {
    expect(consistencyRanges(3, 7)).toEqual([
      { begin: 2, end: 3 },
      { begin: 3, end: 4 },
      { begin: 0, end: 2 },
      { begin: 4, end: 7 },
    ]);
    expect(consistencyRanges(4, 7)).toEqual([{ begin: 4, end: 7 }]);
    expect(consistencyRanges(6, 7)).toEqual([
      { begin: 4, end: 6 },
      { begin: 6, end: 7 },
      { begin: 0, end: 4 },
    ]);
  });

  it('needs to show nothing of itself and of the empty tree', () => {
    expect(consistencyRanges(7, 7)).toEqual([]);
    expect(consistencyRanges(0, 7)).toEqual([]);
  });

  it('does not show what it has not', () => {
    for (const [index, size] of [
      [0, 0],
      [7, 7],
      [-1, 7],
      [0.5, 7],
    ] as const)
      expect(() => inclusionRanges(index, size)).toThrow(InvariantViolation);
    expect(() => consistencyRanges(8, 7)).toThrow(InvariantViolation);
    expect(() => consistencyRanges(-1, 7)).toThrow(InvariantViolation);
  });
});
