import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { isPlainCanonicalObject } from '../../../domain/shared/canonical-text.ts';

const plain = '{"":{},"a":[],"b":[-1,0,10,123456789012345,[true,false,null],{"10":1,"9":"ä"}],"c":"~ a"}';

/** Whether a text is the canonical JSON of an object, told by making that. */
const isCanonicalObject = (text: string): boolean => {
  try {
    return canonicalJson(JSON.parse(text)) === text && text.startsWith('{');
  } catch {
    return false;
  }
};

describe('a text', () => {
  it('is recognised as the canonical JSON of an object', () => {
    expect(isCanonicalObject(plain)).toBe(true);
    expect(isPlainCanonicalObject(plain)).toBe(true);
    expect(isPlainCanonicalObject('{}')).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a list', '[]'],
    ['a text', '"{}"'],
    ['an object and more', '{}{}'],
    ['an object and a break', '{}\n'],
    ['an object with a space', '{"a": 1}'],
    ['names out of order', '{"b":1,"a":1}'],
    ['names in the order of numbers', '{"9":1,"10":1}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, the first of them empty', '{"":1,"":1}'],
    ['a name that is none', '{a:1}'],
    ['a name without a value', '{"a"}'],
    ['a name and no value', '{"a":}'],
    ['a comma at the end', '{"a":1,}'],
    ['a comma at the end of a list', '{"a":[1,]}'],
    ['a list that does not end', '{"a":[1'],
    ['an object that does not end', '{"a":{'],
    ['a text that does not end', '{"a":"b}'],
    ['a name that does not end', '{"a'],
    ['a semicolon', '{"a":1;"b":2}'],
    ['a semicolon in a list', '{"a":[1;2]}'],
    ['a zero before a number', '{"a":01}'],
    ['two zeros', '{"a":00}'],
    ['less than nothing', '{"a":-0}'],
    ['a fraction', '{"a":1.0}'],
    ['an exponent', '{"a":1e3}'],
    ['more digits than a number has', '{"a":12345678901234567}'],
    ['half a word', '{"a":tru}'],
    ['another half of a word', '{"a":fals}'],
    ['half of nothing', '{"a":nul}'],
    ['an escape', '{"a":"\\u0061"}'],
    ['a control character', '{"a":"\t"}'],
    ['half a surrogate pair', '{"a":"\ud800"}'],
  ])('is not, where it is %s', (_, text) => {
    expect(isPlainCanonicalObject(text)).toBe(false);
  });

  it('that is recognised is what it is made to be, whatever of it is changed', () => {
    const characters = fc.constantFrom(...'{}[]",:019-.etrufalsn \\bä\n');
    const changed = fc.record({
      at: fc.nat(plain.length),
      length: fc.nat(3),
      by: fc.string({ unit: characters, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(changed, { maxLength: 2 }), (changes) => {
        const text = changes.reduce((all, { at, length, by }) => all.slice(0, at) + by + all.slice(at + length), plain);
        if (isPlainCanonicalObject(text)) expect(isCanonicalObject(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any value is recognised, unless it has what is rare in facts', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        const isRare = /\\|[\ud800-\udfff]|\d[.e]|\d{16}/.test(text);
        if (isPlainCanonicalObject(text) || isRare) expect(isCanonicalObject(text)).toBe(true);
        else throw new Error(`${text} is not recognised`);
      }),
      { numRuns: 500 },
    );
  });
});
