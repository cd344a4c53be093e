import { describe, expect, it } from '@jest/globals';
import { isSighting, seenKey } from '../../../domain/projections/seen-key.ts';

describe('when a fact was seen', () => {
  it('is noted by transfer and fact', () => {
    expect(seenKey('main', 'trf_1', 'main#X#trf_1@0')).toEqual({
      partition: 'main#seen#trf_1',
      sort: 'main#X#trf_1@0',
    });
  });

  it('is told apart from what a replay makes again, by the second part of its partition', () => {
    expect(isSighting(seenKey('main', 'trf_1', 'main#X#trf_1@0'))).toBe(true);
    for (const partition of ['main#accounts', 'main#seen', 'main#entries#seen#', 'seen#trf_1', 'main#x#seen#trf_1'])
      expect(isSighting({ partition, sort: '' })).toBe(false);
  });
});
