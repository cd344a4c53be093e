import { describe, expect, it } from '@jest/globals';
import { askedBy } from '../../../cli/trail/period-options.ts';

describe('the period of a trail', () => {
  it('is everything where nothing is said', () => {
    expect(askedBy({})).toEqual({ from: null, to: null, accounts: null });
  });

  it('has days in full, and moments as they are', () => {
    expect(askedBy({ from: '2026-11-01', to: '2026-11-30', accounts: 'a,b:c' })).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      accounts: ['a', 'b:c'],
    });
    const moment = '2026-11-23T10:00:00.000Z';
    expect(askedBy({ from: moment, to: moment })).toMatchObject({ from: moment, to: moment });
  });

  it.each([
    [{ from: 'yesterday' }, '--from takes a day'],
    [{ to: '2026-02-30' }, '--to takes a day'],
    [{ from: '2026-11-02', to: '2026-10-31' }, 'does not end before it begins'],
    [{ accounts: 'a,,b' }, '--accounts takes account ids'],
  ])('is not %j', (options, message) => {
    expect(() => askedBy(options)).toThrow(message);
  });
});
