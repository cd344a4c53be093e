import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { SubjectKey } from '../../../domain/ports/subject-keys.ts';
import {
  openText,
  parseSealedText,
  sealedTextCharactersMaximum,
  sealedValueBytesMaximum,
  sealText,
} from '../../../functions/runtime/sealed-text.ts';

const keyOf = (letter: string, subjectHash: string): SubjectKey => ({
  keyId: `sbk_${letter.repeat(26)}`,
  subjectHash,
  key: Uint8Array.from(randomBytes(32)),
});

const mine = keyOf('A', 'hash of person-1');

const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }).map((text) => {
  let short = text;
  while (Buffer.byteLength(short) > sealedValueBytesMaximum) short = [...short].slice(0, -1).join('');
  return short;
});
const requestKey = fc.string({ minLength: 1, maxLength: 20 });

const opened = (text: string, ledger: string, key: SubjectKey): string | undefined => {
  const parsed = parseSealedText(text);
  return parsed === undefined ? undefined : openText(parsed, ledger, key);
};

describe('a sealed text', () => {
  it('opens to its value, and fits where free text goes', () => {
    fc.assert(
      fc.property(value, requestKey, (said, key) => {
        const text = sealText({ ledger: 'main', value: said, requestKey: key }, mine);
        expect(text.length).toBeLessThanOrEqual(sealedTextCharactersMaximum);
        expect(opened(text, 'main', mine)).toBe(said);
      }),
    );
  });

  it('opens for no other ledger, subject or key', () => {
    const others: readonly (readonly [string, SubjectKey])[] = [
      ['other', mine],
      ['main', { ...mine, subjectHash: 'hash of person-2' }],
      ['main', { ...mine, keyId: `sbk_${'B'.repeat(26)}` }],
      ['main', { ...mine, key: Uint8Array.from(randomBytes(32)) }],
      ['main', keyOf('C', 'hash of person-2')],
    ];
    fc.assert(
      fc.property(value, requestKey, (said, key) => {
        const text = sealText({ ledger: 'main', value: said, requestKey: key }, mine);
        for (const [ledger, other] of others) expect(opened(text, ledger, other)).toBeUndefined();
      }),
    );
  });

  it('opens only as it was sealed: no character may change, be missing or be added', () => {
    const characters = [...'ABCXYZabcxyz0189-_.='];
    fc.assert(
      fc.property(value, fc.nat(), fc.constantFrom(...characters), (said, place, character) => {
        const text = sealText({ ledger: 'main', value: said, requestKey: 'k' }, mine);
        const at = place % text.length;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        if (changed !== text) expect(opened(changed, 'main', mine)).toBeUndefined();
        expect(opened(text.slice(0, at), 'main', mine)).toBeUndefined();
        expect(opened(text.slice(0, at) + character + text.slice(at), 'main', mine)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('opens with its last character as it was written alone, though others would mean the same bytes', () => {
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    for (const length of [1, 64, 128, 192, 256, 319]) {
      const text = sealText({ ledger: 'main', value: 'x'.repeat(length), requestKey: 'k' }, mine);
      const others = alphabet.map((last) => text.slice(0, -1) + last).filter((other) => other !== text);
      for (const other of others) expect(opened(other, 'main', mine)).toBeUndefined();
    }
  });

  it('is the same for the same request, and another for another key, request or value', () => {
    fc.assert(
      fc.property(value, value, requestKey, requestKey, (one, two, first, second) => {
        const seal = (said: string, key: string, by = mine) =>
          sealText({ ledger: 'main', value: said, requestKey: key }, by);
        expect(seal(one, first)).toBe(seal(one, first));
        if (first !== second) expect(seal(one, first)).not.toBe(seal(one, second));
        if (one !== two) expect(seal(one, first)).not.toBe(seal(two, first));
        expect(seal(one, first, { ...mine, key: Uint8Array.from(randomBytes(32)) })).not.toBe(seal(one, first));
      }),
    );
  });

  it('does not tell how long its value is, but in steps of 64 bytes', () => {
    const lengthOf = (bytes: number) =>
      sealText({ ledger: 'main', value: 'x'.repeat(bytes), requestKey: 'k' }, mine).length;
    expect(new Set([1, 2, 30, 63].map(lengthOf)).size).toBe(1);
    expect(new Set([1, 64, 128, 192, 256].map(lengthOf)).size).toBe(5);
    expect(lengthOf(sealedValueBytesMaximum)).toBe(500);
    expect(() => lengthOf(sealedValueBytesMaximum + 1)).toThrow('320 bytes');
  });

  it.each([
    ['', 'nothing'],
    ['slv1', 'only a version'],
    [`slv2.${mine.keyId}.${'A'.repeat(124)}`, 'another version'],
    [`slv1.sbk_${'a'.repeat(26)}.${'A'.repeat(124)}`, 'no id of a key'],
    [`slv1.${mine.keyId}.${'A'.repeat(124)}`, 'a length that none has'],
    [`slv1.${mine.keyId}.${'A'.repeat(122)}=`, 'padding'],
    [` ${sealText({ ledger: 'main', value: 'x', requestKey: 'k' }, mine)}`, 'a space before'],
    [`${sealText({ ledger: 'main', value: 'x', requestKey: 'k' }, mine)}\n`, 'a line break after'],
  ])('is not read from %j: %s', (text) => {
    expect(parseSealedText(text)).toBeUndefined();
  });
});
