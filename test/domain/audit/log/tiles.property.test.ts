import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logInTiles, type TiledLog } from './log-in-tiles.ts';
import { provesConsistency, provesInclusion, referenceRoot } from './reference-tree.ts';

/** How a log grew: sizes on both sides of powers of two, and of what a tile holds. */
const anyStep = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(-1, 0, 1))
    .map(([exponent, beside]) => Math.max(1, 2 ** exponent + beside)),
);
const anyLog = fc.array(anyStep, { minLength: 1, maxLength: 5 }).map((steps) => ({ steps, log: logInTiles(steps) }));
const anyPlace = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const within = (place: number, count: number): number => Math.floor(place * count);
const newestOf = ({ sizes }: TiledLog): number => sizes.at(-1) ?? 0;
const rootOf = (log: TiledLog, size: number): string => referenceRoot(log.leafHashes.slice(0, size));

/** Changes one bit of one hash. */
const bent = (hashes: readonly string[], at: number, bit: number): readonly string[] =>
  hashes.map((hash, position) => {
    if (position !== at) return hash;
    const bytes = Buffer.from(hash, 'hex');
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return bytes.toString('hex');
  });

describe('a log in tiles', () => {
  it('has the root of its leaves at every size that was sealed', () => {
    fc.assert(
      fc.property(anyLog, ({ log }) => {
        for (const size of log.sizes) expect(log.rootAt(size)).toBe(rootOf(log, size));
      }),
      { numRuns: 150 },
    );
  });

  it('has whole tiles whichever way it grew', () => {
    fc.assert(
      fc.property(anyLog, ({ log }) => {
        const whole = [...log.paths].filter((path) => !path.includes('.p/'));
        const atOnce = [...logInTiles([newestOf(log)]).paths].filter((path) => !path.includes('.p/'));
        expect(whole.sort()).toEqual(atOnce.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('proves each leaf of each sealed size, and nothing that was changed', () => {
    fc.assert(
      fc.property(anyLog, anyPlace, anyPlace, fc.nat(255), ({ log }, sizeAt, leafAt, bit) => {
        const size = log.sizes[within(sizeAt, log.sizes.length)] ?? 0;
        const index = within(leafAt, size);
        const proof = log.inclusion(index, size);
        const claim = { leafHash: log.leafHashes[index] ?? '', index, size, proof, root: rootOf(log, size) };
        expect(provesInclusion(claim)).toBe(true);
        for (const at of proof.keys()) expect(provesInclusion({ ...claim, proof: bent(proof, at, bit) })).toBe(false);
        expect(provesInclusion({ ...claim, leafHash: bent([claim.leafHash], 0, bit).join('') })).toBe(false);
        expect(provesInclusion({ ...claim, proof: [...proof, claim.root] })).toBe(false);
        if (proof.length > 0) expect(provesInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('proves that it goes on from every earlier size, sealed or not, and from no other log', () => {
    fc.assert(
      fc.property(anyLog, anyPlace, fc.nat(255), ({ log }, firstAt, bit) => {
        const second = newestOf(log);
        const first = 1 + within(firstAt, second);
        const proof = log.consistency(first, second);
        const claim = { first, second, proof, firstRoot: rootOf(log, first), secondRoot: rootOf(log, second) };
        expect(provesConsistency(claim)).toBe(true);
        for (const at of proof.keys()) expect(provesConsistency({ ...claim, proof: bent(proof, at, bit) })).toBe(false);
        expect(provesConsistency({ ...claim, firstRoot: bent([claim.firstRoot], 0, bit).join('') })).toBe(false);
        expect(provesConsistency({ ...claim, secondRoot: bent([claim.secondRoot], 0, bit).join('') })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('shows a fork: of two logs that differ in one leaf, neither goes on from the other', () => {
    fc.assert(
      fc.property(anyLog, anyPlace, anyPlace, ({ log }, firstAt, leafAt) => {
        const second = newestOf(log);
        const first = 1 + within(firstAt, second);
        const forked = bent(log.leafHashes, within(leafAt, first), 3);
        const proof = log.consistency(first, second);
        const firstRoot = referenceRoot(forked.slice(0, first));
        expect(provesConsistency({ first, second, proof, firstRoot, secondRoot: rootOf(log, second) })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a large log', () => {
  it('has three levels of tiles, named as C2SP says', () => {
    const log = logInTiles([70_000]);
    expect(log.paths).toContain('tile/0/000');
    expect(log.paths).toContain('tile/0/272');
    expect(log.paths).toContain('tile/0/273.p/112');
    expect(log.paths).toContain('tile/1/000');
    expect(log.paths).toContain('tile/1/001.p/17');
    expect(log.paths).toContain('tile/2/000.p/1');
    expect(log.paths.size).toBe(273 + 1 + 1 + 1 + 1);
    const root = rootOf(log, 70_000);
    expect(log.rootAt(70_000)).toBe(root);
    for (const index of [0, 255, 256, 65_535, 65_536, 69_999]) {
      const claim = { leafHash: log.leafHashes[index] ?? '', index, size: 70_000, proof: log.inclusion(index, 70_000) };
      expect(provesInclusion({ ...claim, root })).toBe(true);
    }
  });
});
