import { setTimeout as pause } from 'node:timers/promises';
import { accountsOf } from '../book.ts';
import type { Client } from '../client.ts';
import { followTransfer } from '../stories/transfer-stories.ts';
import { sideBySide } from './side-by-side.ts';

export type Say = (line: string) => void;

const pollMilliseconds = 500;
const transfersSeconds = 420;
const atOnce = 4;

/**
 * Brings everything to its end: transfers, holds and balances; then closes the accounts. What does not end is left to
 * the checks, which will say so.
 */
export const settleAll = async (client: Client, say: Say): Promise<void> => {
  const { book, write } = client;
  say(`Waiting for ${book.transfers.length} payouts to end`);
  await endTransfers(client);
  say(`Voiding what is left of ${book.holds.length} holds`);
  await sideBySide(book.holds, atOnce, async ({ id }) => {
    const { status } = ((await client.read(`/v1/holds/${id}`))?.body ?? {}) as { readonly status?: string };
    if (status === 'authorized' || status === 'partiallyCaptured') await write(`/v1/holds/${id}/void`, {});
  });
  say('Bringing all balances back to zero, and closing the accounts');
  await emptyAccounts(client);
  await sideBySide(accountsOf(book), atOnce, async ({ id }) => {
    const { status } = await accountNow(client, id);
    if (status !== 'closed') await write(`/v1/accounts/${id}/close`, {});
  });
};

const ended: ReadonlySet<string> = new Set(['completed', 'refused', 'undone', 'needsRepair']);

/** The bank gives back what it has settled, a few seconds later; so `completed` is not the end of these. */
const returnDestination = 'sim-return';

const endTransfers = async (client: Client): Promise<void> => {
  const until = performance.now() + transfersSeconds * 1_000;
  let open = [...client.book.transfers];
  while (open.length > 0 && performance.now() < until) {
    const left: typeof open = [];
    await sideBySide(open, atOnce, async (transfer) => {
      const status = (await followTransfer(client, transfer)) ?? '';
      const isEnd = ended.has(status) && !(status === 'completed' && transfer.destination === returnDestination);
      if (!isEnd) left.push(transfer);
    });
    open = left;
    if (open.length > 0) await pause(pollMilliseconds);
  }
};

type AccountNow = {
  readonly status?: string;
  readonly balance?: { readonly posted: string };
};

const accountNow = async ({ read }: Client, id: string): Promise<AccountNow> =>
  ((await read(`/v1/accounts/${id}`))?.body ?? {}) as AccountNow;

/** One entry for each account, against the bank of its currency, which is empty once all others are. */
const emptyAccounts = async (client: Client): Promise<void> => {
  const { book, write } = client;
  const banks = new Map(book.banks.map(({ id, currency }) => [currency, id]));
  for (const { id, currency } of accountsOf(book)) {
    const { status, balance } = await accountNow(client, id);
    const bank = banks.get(currency);
    if (status !== 'open' || balance === undefined || bank === undefined || bank === id) continue;
    if (/^-?0(\.0*)?$/.test(balance.posted)) continue;
    // All but the banks have their normal side on the credit.
    const isOverdrawn = balance.posted.startsWith('-');
    const amount = balance.posted.replace('-', '');
    const leg = (accountId: string, side: string) => ({ accountId, side, amount, currency });
    const postings = [leg(id, isOverdrawn ? 'credit' : 'debit'), leg(bank, isOverdrawn ? 'debit' : 'credit')];
    const entry = await write('/v1/journal-entries', { description: 'Back to zero', postings });
    if (typeof entry?.['id'] === 'string') book.entryIds.push(entry['id']);
  }
};
