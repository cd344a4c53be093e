import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ledgerCommands } from '../../models/ledger-commands.ts';
import { emptyModel } from '../../models/ledger-model.ts';
import { brokenLinks } from '../../support/broken-links.ts';
import { testLedger } from '../../support/test-ledger.ts';

describe('the ledger', () => {
  it('answers and stands as the model does, whatever is asked of it, and its chains hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...ledgerCommands], { size: 'large', maxCommands: 60 }), async (commands) => {
        const ledger = testLedger();
        const model = emptyModel();
        await fc.asyncModelRun(() => ({ model, real: ledger }), commands);
        const total = [...model.accounts.values()].reduce((all, { debits, credits }) => all + debits - credits, 0n);
        expect(total).toBe(0n);
        expect(await brokenLinks(ledger.eventStore)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
