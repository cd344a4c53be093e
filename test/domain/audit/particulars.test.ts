import { describe, expect, it } from '@jest/globals';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { honestFacts } from './tampering.ts';

const particularsIn = async (type: string, at = 0) => {
  const facts = (await honestFacts()).map((event) => deliveredFact(event).fact);
  const fact = facts.filter((each) => each.type === type)[at];
  if (fact === undefined) throw new Error(`No ${type}`);
  return { fact, said: particularsOf(fact) };
};

describe('the particulars of a fact', () => {
  it('say of an entry what, when, who, why, and what was before and after it', async () => {
    const { fact, said } = await particularsIn('JournalEntryPosted', 1);
    expect(said).toEqual({
      what: 'JournalEntryPosted',
      when: fact.recordedAt,
      who: fact.actor,
      why: expect.objectContaining({ description: expect.any(String) }),
      changes: [
        {
          accountId: 'assets:bank',
          version: 3,
          before: { debits: '10.00', credits: '0.00' },
          after: { debits: '30.00', credits: '0.00' },
        },
        {
          accountId: 'sellers:1',
          version: 3,
          before: { debits: '0.00', credits: '10.00' },
          after: { debits: '0.00', credits: '30.00' },
        },
      ],
    });
  });

  it('say what a hold sets aside', async () => {
    const { said } = await particularsIn('HoldAuthorized');
    expect(said.why).toMatchObject({ description: 'Held', holdId: expect.any(String) });
    const [change] = said.changes.filter(({ accountId }) => accountId === 'sellers:1');
    expect(change?.before).not.toHaveProperty('heldDebits');
    expect(change?.after).toMatchObject({ heldDebits: '5.00' });
  });

  it('say what a capture takes from what was set aside', async () => {
    const { said } = await particularsIn('JournalEntryPosted', 4);
    const [change] = said.changes.filter(({ accountId }) => accountId === 'sellers:1');
    expect(change?.before).toMatchObject({ debits: '0.00', heldDebits: '5.00' });
    expect(change?.after).toMatchObject({ debits: '5.00' });
    expect(change?.after).not.toHaveProperty('heldDebits');
  });

  it('say how an account stands', async () => {
    const { said } = await particularsIn('AccountOpened');
    expect(said.changes).toMatchObject([{ version: 1, after: { status: 'open', floor: null } }]);
  });

  it('say which transfer a fact belongs to', async () => {
    const { said } = await particularsIn('TransferRequested');
    expect(said).toMatchObject({ what: 'TransferRequested', why: { transferId: 'trf_1' }, changes: [] });
  });
});
