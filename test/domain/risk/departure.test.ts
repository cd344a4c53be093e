import { describe, expect, it } from '@jest/globals';
import { departuresOf } from '../../../domain/risk/departure.ts';
import { authorizeHold } from '../../../functions/commands/authorize-hold.ts';
import { parseFact } from '../../../functions/facts/parse-fact.ts';
import { stripeMemory } from '../../../functions/runtime/stripe-memory.ts';
import { amount } from '../../support/money.ts';
import { accountId, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';

const factIn = (text: string) => {
  const { type, schemaVersion } = JSON.parse(text);
  return parseFact(type, schemaVersion, JSON.parse(text));
};

describe('what leaves a stripe', () => {
  it('leaves its account, by an entry and by a hold', async () => {
    const ledger = { ...testLedger(), stripes: stripeMemory() };
    await open(ledger, 'hot', { stripes: 16 });
    await open(ledger, 'seller', { type: 'liability' });
    const posted = await post(ledger, 'out', entryOf('seller', 'hot', '5.00'));
    const accounts = { accountId: accountId('hot'), destinationAccountId: accountId('seller') };
    const body = { ...accounts, amount: amount('2.00'), expiresAt: null, description: '' };
    const held = await authorizeHold(ledger, { origin, key: 'hold', body });
    if (posted.code !== 'Recorded' || held.code !== 'Recorded') throw new Error('not recorded');
    expect(posted.event.text).toMatch(/"accountId":"hot~\d/);
    expect(departuresOf(factIn(posted.event.text))).toMatchObject([
      { accountId: 'seller', amount: { amount: '5.00' } },
      { accountId: 'hot', amount: { amount: '5.00' } },
    ]);
    expect(departuresOf(factIn(held.event.text))).toMatchObject([{ accountId: 'hot', amount: { amount: '2.00' } }]);
  });
});
