import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencyTotals, headsRoot } from '../../../../domain/audit/close/heads-root.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { headOf } from './head-of.ts';

const heads = [
  headOf({ accountId: 'a', currency: 'JPY', debits: '5', credits: '0' }),
  headOf({ accountId: 'b', currency: 'USD', debits: '0.10', credits: '1.00' }),
  headOf({ accountId: 'c', currency: 'BHD', debits: '1.500', credits: '0.000' }),
  headOf({ accountId: 'd', currency: 'EUR', debits: '2.00', credits: '2.00' }),
  headOf({ accountId: 'e', currency: 'USD', debits: '0.20', credits: '-0.70' }),
];

describe('the trial balance of a close', () => {
  it('has the totals of each currency, in the order of currencies, in whatever order the accounts come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(heads, { minLength: heads.length }), (shuffled) => {
        expect(currencyTotals(shuffled)).toEqual([
          { currency: 'BHD', debits: '1.500', credits: '0.000' },
          { currency: 'EUR', debits: '2.00', credits: '2.00' },
          { currency: 'JPY', debits: '5', credits: '0' },
          { currency: 'USD', debits: '0.30', credits: '0.30' },
        ]);
      }),
    );
  });

  it('cannot be drawn up with an account in no currency', () => {
    expect(() => currencyTotals([...heads, headOf({ accountId: 'f', currency: 'XXX' })])).toThrow(
      new InvariantViolation('The account f is in no currency: XXX'),
    );
  });
});

describe('the root over heads', () => {
  it('is that of RFC 6962, in hexadecimal, also over none', () => {
    expect(headsRoot(bytesSha256, [])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(headsRoot(bytesSha256, [''])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('depends on the order of the lines', () => {
    expect(headsRoot(bytesSha256, ['one', 'two'])).not.toBe(headsRoot(bytesSha256, ['two', 'one']));
  });
});
