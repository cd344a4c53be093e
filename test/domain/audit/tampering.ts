import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { amount } from '../../support/money.ts';
import { accountId, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';
import { transferFacts } from '../../support/transfer-facts.ts';

/**
 * A ledger of two accounts, four entries, one hold that is captured, and a transfer: the facts as they were
 * published.
 */
export const honestFacts = async (): Promise<readonly StoredEvent[]> => {
  const ledger = testLedger();
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:1', { type: 'liability' });
  for (const [index, text] of ['10.00', '20.00', '30.00', '40.00'].entries())
    await post(ledger, `entry ${index}`, entryOf('assets:bank', 'sellers:1', text));
  await authorizeHold(ledger, {
    origin,
    key: 'hold',
    body: {
      accountId: accountId('sellers:1'),
      destinationAccountId: accountId('assets:bank'),
      amount: amount('5.00'),
      expiresAt: null,
      description: 'Held',
    },
  });
  await captureHold(ledger, { origin, key: 'capture', body: { holdId: holdIdOf(origin.ledger, 'hold') } });
  await transferFacts(ledger, 'trf_1', 3);
  return publishedIn(ledger.eventStore);
};

/** The entry whose amount that is. */
export const isEntryOf = (text: string) => (event: StoredEvent) =>
  event.text.includes('"type":"JournalEntryPosted"') && event.text.includes(`"amount":"${text}"`);

export type Tampering = (event: StoredEvent) => readonly StoredEvent[];

/** Does something to the events that are meant, and nothing to the others; fails the test where none is meant. */
export const tampered = (
  events: readonly StoredEvent[],
  isMeant: (event: StoredEvent) => boolean,
  tampering: Tampering,
): readonly StoredEvent[] => {
  if (!events.some(isMeant)) throw new Error('Nothing to tamper with');
  return events.flatMap((event) => (isMeant(event) ? tampering(event) : [event]));
};

export const dropped: Tampering = () => [];

/** Changes the text as a clumsy forger does, who leaves the hash as it was. */
export const rewritten =
  (change: (text: string) => string): Tampering =>
  (event) => [{ ...event, text: change(event.text) }];

/** Changes the text as a careful forger does, whose hash is right again. */
export const forged =
  (change: (text: string) => string): Tampering =>
  (event) => {
    const text = change(event.text);
    return [{ ...event, text, hash: sha256(text) }];
  };

/** What was there, and another that claims to be it. */
export const contested =
  (change: (text: string) => string): Tampering =>
  (event) => [event, ...forged(change)(event)];

/** Replaces the links that an entry names by those that `linkOf` makes of them. */
export const relinked =
  (linkOf: (previousHash: string, accountId: string) => string) =>
  (text: string): string => {
    const fact: JsonObject & { readonly postings: readonly (JsonObject & Linked)[] } = JSON.parse(text);
    const postings = fact.postings.map((posting) => ({
      ...posting,
      previousHash: linkOf(posting.previousHash, posting.accountId),
    }));
    return canonicalJson({ ...fact, postings });
  };

type Linked = { readonly previousHash: string; readonly accountId: string };
