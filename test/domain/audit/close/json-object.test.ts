import { describe, expect, it } from '@jest/globals';
import { isJsonObject, jsonObjectIn } from '../../../../domain/audit/close/json-object.ts';

describe('the JSON object that a text is', () => {
  it('has the fields of the text', () => {
    expect(jsonObjectIn('{"sequence":7,"close":{"reason":"demand"}}')).toEqual({
      sequence: 7,
      close: { reason: 'demand' },
    });
    expect(jsonObjectIn('{}')).toEqual({});
  });

  it.each(['[]', '[{}]', 'null', '7', 'true', '"{}"', '', '{', '{} {}'])('is none in %j', (text) => {
    expect(jsonObjectIn(text)).toBeUndefined();
  });

  it('is neither a list nor nothing', () => {
    expect(isJsonObject({})).toBe(true);
    for (const other of [[], null, undefined, 'text', 7, true]) expect(isJsonObject(other)).toBe(false);
  });
});
