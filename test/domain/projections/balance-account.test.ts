import { describe, expect, it } from '@jest/globals';
import { effectsOf } from '../../../domain/projections/account-effects.ts';
import { balanceOfAccount } from '../../../domain/projections/balance-account.ts';
import { accountKey, entryKey, stripesOf } from '../../../domain/projections/balance-rows.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { everyFact } from '../../support/every-fact.ts';
import { open, testLedger } from '../../support/test-ledger.ts';
import { toldRows } from '../../support/told-rows.ts';

const opened = async (id: string, stripes: number) => {
  const ledger = testLedger();
  await open(ledger, id, { stripes });
  return (await publishedIn(ledger.eventStore)).map(deliveredFact);
};

const applied = async (id: string, stripes: number) => {
  const told = toldRows();
  for (const delivered of await opened(id, stripes))
    for (const effect of effectsOf(delivered.fact)) balanceOfAccount(delivered, effect).apply(told.rows);
  return told;
};

describe('the row of an account', () => {
  it('tells how many stripes it has, where it is striped', async () => {
    expect((await applied('hot', 16)).keptAt(accountKey('main', 'hot'))?.body).toMatchObject({ stripes: 16 });
    expect((await applied('cold', 1)).keptAt(accountKey('main', 'cold'))?.body).not.toHaveProperty('stripes');
  });

  it('says of an account whose opening has not come that it is open, and no more than what moved it', () => {
    const { rows, keptAt } = toldRows();
    const entry = everyFact.find(({ fact }) => fact.type === 'JournalEntryPosted');
    if (entry === undefined) throw new Error('No entry');
    for (const effect of effectsOf(entry.fact)) balanceOfAccount(entry, effect).apply(rows);
    expect(keptAt(accountKey('main', 'sellers:7:payable'))?.body).toMatchObject({
      ...{ name: null, metadata: {}, openedAt: null, status: 'open', statusVersion: 0, floor: null },
      ...{ type: 'liability', normalSide: 'credit', currency: 'USD', credits: '100.00', version: 2, applied: 1 },
    });
  });

  it('is apart from the others where it is that of a stripe', () => {
    expect(accountKey('main', 'hot')).toEqual({ partition: 'main#accounts', sort: 'hot' });
    expect(accountKey('main', 'hot~3')).toEqual({ partition: 'main#stripes#hot', sort: 'hot~3' });
    expect(stripesOf('main', 'hot~3')).toBe('main#stripes#hot');
  });

  it('is not counted on where the mark of a version was lost', async () => {
    const { rows, keptAt } = await applied('bank', 1);
    rows.remove(entryKey('main', 'bank', 1));
    const again = async () => {
      for (const delivered of await opened('bank', 1))
        for (const effect of effectsOf(delivered.fact)) balanceOfAccount(delivered, effect).apply(rows);
    };
    await expect(again()).rejects.toThrow('More versions of bank were applied than there are');
    expect(keptAt(accountKey('main', 'bank'))?.body).toMatchObject({ version: 1, applied: 1 });
  });
});
