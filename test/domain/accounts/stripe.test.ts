import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  chosenStripe,
  isStripeId,
  parseKeptAccountId,
  stripeIdOf,
  stripeIdsOf,
  stripesMaximum,
  wholeIdOf,
} from '../../../domain/accounts/stripe.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import { accountId } from '../../support/test-ledger.ts';

const anyStripes = fc.integer({ min: 2, max: stripesMaximum });

describe('the id of a stripe', () => {
  it('is that of its account and its number, from 1', () => {
    expect(stripeIdsOf(accountId('sellers:7'), 3)).toEqual(['sellers:7~1', 'sellers:7~2', 'sellers:7~3']);
    expect(stripeIdsOf(accountId('sellers:7'), 1)).toEqual([]);
    expect(wholeIdOf(stripeIdOf(accountId('sellers:7'), 16))).toBe('sellers:7');
    expect([isStripeId('sellers:7~1'), isStripeId('sellers:7')]).toEqual([true, false]);
  });

  it.each(['a', 'a:b', 'a~1', 'a:b~9', 'a~10', 'a~16', `${'a'.repeat(100)}~16`])('is kept: %s', (text) => {
    expect(parseKeptAccountId(text)).toBe(text);
  });

  it.each(['', '~1', 'a~', 'a~0', 'a~01', 'a~17', 'a~1~1', 'a~x', 'a~1:b', `${'a'.repeat(101)}~1`])(
    'is none: %j',
    (text) => {
      expect(parseKeptAccountId(text)).toBeUndefined();
    },
  );
});

describe('the stripe that takes an entry', () => {
  // Pinned: another choice would send the repetition of an old request to another stripe.
  it('never changes', () => {
    const chosen = [
      'jen_00000000000000000000000000',
      'jen_6212T992HHWGSE2QYZH01P6ZAB',
      'hld_YJNBP7J6R0Y9Y174HM58YJKP5D',
    ];
    expect(chosen.map((id) => [2, 3, 16].map((stripes) => chosenStripe(id, stripes)))).toMatchInlineSnapshot(`
[
  [
    2,
    1,
    4,
  ],
  [
    2,
    2,
    10,
  ],
  [
    1,
    2,
    13,
  ],
]
`);
  });

  it('is one of the stripes', () => {
    fc.assert(
      fc.property(fc.string(), anyStripes, (id, stripes) => {
        const stripe = chosenStripe(id, stripes);
        expect(Number.isInteger(stripe) && stripe >= 1 && stripe <= stripes).toBe(true);
        expect(chosenStripe(id, stripes)).toBe(stripe);
      }),
    );
  });

  it('is each of them about as often', () => {
    for (const stripes of [2, 7, 16]) {
      const counts = new Map<number, number>();
      for (let key = 0; key < 16_000; key += 1) {
        const id = derivedId('jen', { ledger: 'main', operation: 'postEntry', key: `${key}` });
        const stripe = chosenStripe(id, stripes);
        counts.set(stripe, (counts.get(stripe) ?? 0) + 1);
      }
      expect(counts.size).toBe(stripes);
      // Five standard deviations of a fair choice.
      const mean = 16_000 / stripes;
      for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));
    }
  });
});
