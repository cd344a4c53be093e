import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factLine } from '../../../domain/audit/fact-line.ts';
import { entryBytesMaximum } from '../../../domain/audit/log/entry-bundle.ts';
import type { Particulars } from '../../../domain/audit/particulars.ts';
import { type ArchivableFact, entriesOfSegment, segmentOf, textHashOf } from '../../../domain/audit/sequence.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';

/** The line as an object that is made and then written: what `factLine` is to be byte for byte. */
const lineOf = (sequence: number, { factId, hash, text, particulars }: ArchivableFact): string => {
  const beside = canonicalJson({ sequence: Number.MAX_SAFE_INTEGER, factId, hash, ...particulars, data: {} });
  const isApart = Buffer.byteLength(beside) + Buffer.byteLength(text) > entryBytesMaximum;
  const told = isApart ? { textHash: sha256(text) } : { data: JSON.parse(text) };
  return canonicalJson({ sequence, factId, hash, ...particulars, ...told });
};

const outcomeOf = (make: () => string): string => {
  try {
    return make();
  } catch (error) {
    return String(error);
  }
};

const anyParticulars: fc.Arbitrary<Particulars> = fc.record({
  ...{ what: fc.string(), when: fc.string(), who: fc.string({ unit: 'binary' }) },
  why: fc.record({ description: fc.string({ unit: 'grapheme' }), holdId: fc.string() }, { requiredKeys: [] }),
  changes: fc.array(
    fc.record({
      ...{ accountId: fc.string(), version: fc.nat() },
      after: fc.record(
        { debits: fc.string(), credits: fc.string(), floor: fc.constantFrom(null, '0.00') },
        { requiredKeys: ['debits', 'credits'] },
      ),
    }),
    { maxLength: 3 },
  ),
});

const anyObject = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });

/** A text about as long as makes its line as long as one can be, in characters of one byte or two. */
const anyLongText = fc
  .tuple(fc.constantFrom('x', 'ä'), fc.integer({ min: 63_000, max: entryBytesMaximum + 10 }))
  .map(([character, bytes]) => `{"a":"${character.repeat(bytes / Buffer.byteLength(character))}"}`);

const anyText = fc.oneof(
  { weight: 4, arbitrary: anyObject.map(canonicalJson) },
  anyObject.map((value) => JSON.stringify(value, null, 1)),
  anyLongText,
  fc.jsonValue().map(canonicalJson),
  fc.string(),
);

const factWith = (anyOfText: fc.Arbitrary<string>): fc.Arbitrary<ArchivableFact> =>
  fc.record({
    factId: fc.string({ unit: 'binary' }),
    hash: fc.string(),
    text: anyOfText,
    particulars: anyParticulars,
  });

describe('the line of a fact', () => {
  it('is what an object of all that would be written as, for every text', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), factWith(anyText), (sequence, fact) => {
        expect(outcomeOf(() => factLine(sequence, fact, sha256).line)).toBe(outcomeOf(() => lineOf(sequence, fact)));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a draft', () => {
  it('knows of each entry what reading its body tells', () => {
    const anyFacts = fc.array(
      factWith(
        fc.oneof(
          anyObject.map(canonicalJson),
          anyObject.map((value) => JSON.stringify(value, null, 1)),
          anyLongText,
        ),
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), anyFacts, (first, facts) => {
        const { body, entries } = segmentOf(first, facts, sha256);
        const told = entriesOfSegment(first, body).map((entry) => {
          if ('close' in entry) throw new Error('A close among facts');
          const { sequence, factId, hash } = entry;
          return { sequence, factId, hash, textHash: textHashOf(entry, sha256) };
        });
        expect(entries).toEqual(told);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves it to the reader where a text is no object, which no reader accepts', () => {
    const particulars: Particulars = { what: 'w', when: 't', who: 'p', why: {}, changes: [] };
    const factOf = (text: string): ArchivableFact => ({ factId: 'main#J#a@0', hash: 'h', text, particulars });
    for (const text of ['[]', 'null', '"{"', '7']) {
      const { body, entries } = segmentOf(1, [factOf('{}'), factOf(text)], sha256);
      expect(entries).toBeUndefined();
      expect(() => entriesOfSegment(1, body)).toThrow(InvariantViolation);
    }
  });
});
