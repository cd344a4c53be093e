import { describe, expect, it } from '@jest/globals';
import { cleanText, cleanTextOf, csvLine, freeText, xmlText } from '../../../../domain/audit/trail/trail-text.ts';

describe('clean text', () => {
  it.each([
    ['Card payment 991', 'Card payment 991'],
    ['  two  spaces ', 'two spaces'],
    ['a\nb\r\n\tc', 'a b c'],
    ['a\u00a0\u2028b\u0085c\ufeff', 'a b c'],
    ['half \ud83d of a pair', 'half of a pair'],
    ['a whole 😀', 'a whole 😀'],
    ['\uffff\u0000', '-'],
    ['', '-'],
  ])('of %j is %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('is cut between code points, and ends in no space', () => {
    expect(cleanTextOf('😀😀😀', 2)).toBe('😀😀');
    expect(cleanTextOf('ab cd', 3)).toBe('ab');
    expect(cleanTextOf('ab cd', 5)).toBe('ab cd');
  });
});

describe('text in other formats', () => {
  it('is escaped in XML', () => {
    expect(xmlText('<a href="b">&</a>')).toBe('&lt;a href=&quot;b&quot;&gt;&amp;&lt;/a&gt;');
  });

  it.each([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ["'", "'"],
  ])('is escaped in XML where it is nothing else: %s', (text, escaped) => {
    expect(xmlText(text)).toBe(escaped);
  });

  it('is quoted in CSV only where it has to be', () => {
    expect(csvLine(['a', 'b,c', 'd "e"', ''])).toBe('a,"b,c","d ""e""",\n');
  });

  it.each(['=1+1', '+1', '-1', '@x'])('is no formula: %s', (text) => {
    expect(freeText(text)).toBe(`'${text}`);
    expect(freeText(`a${text}`)).toBe(`a${text}`);
  });
});
