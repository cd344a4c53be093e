import { describe, expect, it } from '@jest/globals';
import { foremost } from '../../../domain/accounts/foremost.ts';

type Refusal = Parameters<typeof foremost>[0][number];

const refusal = (code: Refusal['code'], detail: string = code): Refusal => ({ code, detail });

describe('of several refusals', () => {
  it('the unknown goes before the wrong currency, that before the state, and that before the funds', () => {
    const order = ['UnknownAccount', 'CurrencyMismatch', 'AccountFrozen', 'InsufficientFunds'] as const;
    for (const [index, first] of order.entries())
      for (const later of order.slice(index + 1)) {
        expect(foremost([refusal(first), refusal(later)])).toEqual(refusal(first));
        expect(foremost([refusal(later), refusal(first)])).toEqual(refusal(first));
      }
  });

  it('of one rank the first goes, of whichever account it is', () => {
    const states = ['AccountExists', 'AccountClosed', 'AccountFrozen', 'AccountNotEmpty'] as const;
    for (const first of states)
      for (const second of states)
        expect(foremost([refusal(first, 'first'), refusal(second, 'second')])?.detail).toBe('first');
  });

  it('there is none where nobody refuses', () => {
    expect(foremost([])).toBeUndefined();
  });
});
