import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';
import { publishedIn } from '../../../arbitraries/ledger-facts.ts';
import { entryOf, open, post, testLedger } from '../../../support/test-ledger.ts';

/** A ledger with a bank account and a seller, and entries of a cent each between them. */
export const ledgerOf = async (entries: number) => {
  const ledger = testLedger(memoryEventStore());
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:7', { type: 'liability' });
  for (let entry = 0; entry < entries; entry += 1)
    await post(ledger, `${entry}`, entryOf('assets:bank', 'sellers:7', '0.01'));
  return { ledger, events: inOrder(await publishedIn(ledger.eventStore)) };
};

const recordedAt = ({ text }: StoredEvent): string => JSON.parse(text).recordedAt;
const inOrder = (events: readonly StoredEvent[]): readonly StoredEvent[] =>
  [...events].sort((one, other) => (recordedAt(one) < recordedAt(other) ? -1 : 1));
