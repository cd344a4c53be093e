import { describe, expect, it } from '@jest/globals';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { factIdOf, firstVersionOf, partsOf, type StreamKind, streamIdOf } from '../../../domain/shared/stream-id.ts';

// For ever: they are the keys of what is stored.
const written: readonly (readonly [StreamKind, string])[] = [
  ['account', 'main#A#a:b'],
  ['entry', 'main#J#a:b'],
  ['hold', 'main#H#a:b'],
  ['transfer', 'main#X#a:b'],
  ['risk', 'main#R#a:b'],
  ['request', 'main#K#a:b'],
];

describe('the id of a stream', () => {
  it.each(written)('of one %s is %s, and tells its parts', (kind, text) => {
    const streamId = streamIdOf('main', kind, 'a:b');
    expect(streamId).toBe(text);
    expect(partsOf(streamId)).toEqual({ ledger: 'main', kind, id: 'a:b' });
    expect(firstVersionOf(streamId)).toBe(kind === 'account' ? 1 : 0);
    expect(factIdOf(streamId, 7)).toBe(`${text}@7`);
  });

  it.each(['', 'main', 'main#A', 'main#Q#a', '#', 'main##a'])('is not %j', (text) => {
    expect(() => partsOf(text)).toThrow(new InvariantViolation(`Not a stream id: ${text}`));
  });
});
