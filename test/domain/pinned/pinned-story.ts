import type { EventStore } from '../../../domain/ports/event-store.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { money } from '../../support/money.ts';
import { testLedger } from '../../support/test-ledger.ts';
import { pinnedCommands } from './pinned-commands.ts';

type Commands = ReturnType<typeof pinnedCommands>;

/** A ledger to which nearly everything happened that can, and what each command came to; the same every time. */
export const tellPinned = async (): Promise<{
  readonly eventStore: EventStore;
  readonly outcomes: readonly string[];
}> => {
  const ledger = testLedger(memoryEventStore());
  const outcomes: string[] = [];
  const commands = pinnedCommands(ledger, outcomes);
  await accounts(commands);
  await entries(commands);
  await holds(commands);
  await ends(commands);
  // Time passes until a hold is due.
  for (let look = 0; look < 40; look += 1) ledger.clock.now();
  await expiries(commands);
  await changes(commands);
  return { eventStore: ledger.eventStore, outcomes };
};

const soon = '2026-11-23T10:00:00.500Z';

const accounts = async ({ opening }: Commands): Promise<void> => {
  await opening('bank', 'asset', null);
  await opening('seller', 'liability', '0.00');
  await opening('fees', 'income', '-5.00');
  await opening('rent', 'expense', '-5.00');
  await opening('yen', 'equity', null, 'JPY');
  await opening('bank', 'income', null);
  await opening('odd', 'asset', '1');
  await opening('gone', 'asset', null);
};

const entries = async ({ posting }: Commands): Promise<void> => {
  await posting('in', ['bank', 'debit', '100.00'], ['seller', 'credit', '97.10'], ['fees', 'credit', '2.90']);
  await posting(
    'split',
    ['bank', 'debit', '1.00'],
    ['bank', 'debit', '2.00'],
    ['seller', 'credit', '4.00'],
    ['seller', 'debit', '1.00'],
  );
  await posting('unknown', ['seller', 'debit', '999.00'], ['nobody', 'credit', '999.00']);
  await posting('yen', ['yen', 'debit', '1.00'], ['bank', 'credit', '1.00']);
  await posting('too much', ['seller', 'debit', '100.11'], ['bank', 'credit', '100.11']);
  await posting('all of it', ['seller', 'debit', '0.10'], ['bank', 'credit', '0.10']);
  await posting('rent', ['rent', 'debit', '3.00'], ['bank', 'credit', '3.00']);
  await posting('below', ['rent', 'credit', '8.01'], ['bank', 'debit', '8.01']);
  await posting('to the floor', ['rent', 'credit', '8.00'], ['bank', 'debit', '8.00']);
  await posting('nothing on it', ['rent', 'debit', '1.00'], ['rent', 'credit', '1.00']);
};

const holds = async ({ holding }: Commands): Promise<void> => {
  await holding('one', { transferId: 'trf_1' });
  await holding('two', { expiresAt: soon });
  await holding('due', { expiresAt: '2026-11-23T10:00:00.060Z' });
  await holding('of the bank', { from: 'bank', to: 'seller', expiresAt: soon });
  await holding('same', { to: 'seller' });
  await holding('nobody', { from: 'nobody' });
  await holding('for nobody', { to: 'nobody' });
  await holding('yen', { currency: 'JPY', text: '10' });
  await holding('yen for dollars', { from: 'yen', currency: 'JPY', text: '10' });
  await holding('late', { expiresAt: '2026-11-23T10:00:00.000Z' });
  await holding('too much', { text: '999.00' });
  await holding('below the floor of the other', { from: 'bank', to: 'fees', text: '7.91' });
};

const ends = async ({ capturing, releasing }: Commands): Promise<void> => {
  await capturing('part', 'one', '4.00');
  await capturing('yen', 'one', '4', 'JPY');
  await capturing('too much', 'one', '6.01');
  await capturing('all that is left', 'one', '6.00');
  await capturing('again', 'one');
  await releasing('captured', 'one', 'VoidHold');
  await capturing('of two', 'two', '1.00');
  await releasing('void', 'two', 'VoidHold');
  await releasing('void again', 'two', 'VoidHold');
  await capturing('voided', 'two');
  await releasing('expire voided', 'two', 'ExpireHold');
  await releasing('not due', 'of the bank', 'ExpireHold');
  await capturing('the rest', 'of the bank');
};

const expiries = async ({ capturing, releasing }: Commands): Promise<void> => {
  await capturing('late', 'due');
  await releasing('expire', 'due', 'ExpireHold');
  await releasing('expire again', 'due', 'ExpireHold');
  await releasing('expired', 'due', 'VoidHold');
  await capturing('expired', 'due');
  await capturing('no hold', 'none');
};

const changes = async ({ changing, posting, holding }: Commands): Promise<void> => {
  await changing('seller', { type: 'UnfreezeAccount' });
  await changing('seller', { type: 'FreezeAccount' });
  await changing('seller', { type: 'FreezeAccount' });
  await posting('frozen', ['seller', 'debit', '1.00'], ['bank', 'credit', '1.00']);
  await holding('frozen');
  await changing('seller', { type: 'ChangeFloor', floor: money('-1.00') });
  await changing('seller', { type: 'ChangeFloor', floor: money('-1.00') });
  await changing('seller', { type: 'ChangeFloor', floor: money('-1', 'JPY') });
  await changing('seller', { type: 'ChangeFloor', floor: null });
  await changing('seller', { type: 'ChangeFloor', floor: null });
  await changing('seller', { type: 'CloseAccount' });
  await changing('gone', { type: 'CloseAccount' });
  await changing('gone', { type: 'CloseAccount' });
  await changing('gone', { type: 'FreezeAccount' });
  await posting('closed', ['gone', 'debit', '1.00'], ['bank', 'credit', '1.00']);
  await posting('frozen and closed', ['seller', 'debit', '999.00'], ['gone', 'credit', '999.00']);
  await changing('seller', { type: 'UnfreezeAccount' });
  await changing('nobody', { type: 'FreezeAccount' });
  await changing('bank', { type: 'ChangeFloor', floor: money('500.00') });
  await posting('below the floor, and up', ['bank', 'debit', '1.00'], ['seller', 'credit', '1.00']);
  await posting('below the floor, and level', ['bank', 'debit', '1.00'], ['bank', 'credit', '1.00']);
  await posting('below the floor, and down', ['bank', 'credit', '1.00'], ['seller', 'debit', '1.00']);
};
