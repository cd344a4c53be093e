import { ok } from 'node:assert/strict';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { changeAccount } from '../../functions/commands/change-account.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { brokenLinks } from '../support/broken-links.ts';
import { accountId, entryOf, open, origin, post, testLedger } from '../support/test-ledger.ts';

/** What a command came to, as one word. */
export const codeOf = (outcome: { readonly code: string; readonly rejection?: { readonly code: string } }): string =>
  outcome.rejection?.code ?? outcome.code;

/** The bank, a seller who has 30.00 and cannot go below zero, and one who has nothing. */
export const begunBooks = async (): Promise<Ledger> => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await open(ledger, 'empty', { type: 'liability' });
  await post(ledger, 'in', entryOf('bank', 'seller', '30.00'));
  return ledger;
};

/** Posts an entry that takes an amount from the seller. */
export const takeFromSeller = (ledger: Ledger, key: string, text: string) =>
  post(ledger, key, entryOf('seller', 'bank', text));

type Change = Parameters<typeof changeAccount>[1]['body']['change'];

export const change = (ledger: Ledger, key: string, { id, ...to }: { readonly id: string } & Change) =>
  changeAccount(ledger, { origin, key, body: { accountId: accountId(id), change: to as Change } });

type AccountEventText = {
  readonly type: string;
  readonly status?: string;
  readonly cause?: string;
  readonly floor?: string | null;
};

/** What an account's own events say, in their order. */
export const eventsOf = async (store: EventStore, id: string): Promise<readonly (AccountEventText & StoredEvent)[]> => {
  const events = await store.read(streamIdOf('main', 'account', id), 1, 1_000);
  return events.map((event) => ({ ...event, ...(JSON.parse(event.text) as AccountEventText) }));
};

/** Fails where a chain is broken: an event was lost, doubled, or written over another. */
export const requireWholeChains = async ({ eventStore }: Ledger): Promise<void> => {
  const broken = await brokenLinks(eventStore);
  ok(broken.length === 0, `broken links: ${broken.join(', ')}`);
};
