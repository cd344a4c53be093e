import type { AccountType } from '../../../domain/accounts/account.ts';
import type { Instant } from '../../../domain/shared/instant.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { openAccount } from '../../../functions/commands/open-account.ts';
import { postEntry } from '../../../functions/commands/post-entry.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { amount, money } from '../../support/money.ts';
import { accountId, entryBody, leg } from '../../support/test-ledger.ts';

const traced = { ledger: 'main', actor: 'teller', correlationId: 'order 7', traceparent: `00-${'a'.repeat(32)}-b-01` };
const plain = { ledger: 'main', actor: 'teller' };

export type PinnedHold = {
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly currency?: string;
  readonly expiresAt?: string | null;
  readonly transferId?: string;
};

type Note = (name: string, outcome: Promise<{ readonly code: string; readonly rejection?: object }>) => Promise<void>;

const accountCommands = (ledger: Ledger, note: Note, outcomes: readonly string[]) => ({
  opening: (id: string, accountType: AccountType, floor: string | null, currency = 'USD') => {
    const floorIn = floor === null ? null : money(floor, id === 'odd' ? 'JPY' : currency);
    const terms = { accountId: accountId(id), accountType, currency: money('0', currency).currency, floor: floorIn };
    const body = { ...terms, name: `The ${id}`, metadata: { kind: accountType } };
    const origin = id === 'bank' ? traced : plain;
    return note(`open ${id}`, openAccount(ledger, { origin, key: `open ${id} ${accountType}`, body }));
  },
  changing: (id: string, change: Parameters<typeof changeAccount>[1]['body']['change']) => {
    const body = { accountId: accountId(id), change };
    const key = `change ${outcomes.length}`;
    return note(`${change.type} ${id}`, changeAccount(ledger, { origin: plain, key, body }));
  },
  posting: (key: string, ...legs: readonly Parameters<typeof leg>[]) => {
    const body = entryBody(legs.map((one) => leg(...one)));
    return note(`post ${key}`, postEntry(ledger, { origin: key === 'in' ? traced : plain, key, body }));
  },
});

const holdCommands = (ledger: Ledger, note: Note) => ({
  holding: (
    key: string,
    { from = 'seller', to = 'bank', text = '10.00', currency = 'USD', ...terms }: PinnedHold = {},
  ) => {
    const { expiresAt = null, ...more } = terms;
    const ends = {
      accountId: accountId(from),
      destinationAccountId: accountId(to),
      expiresAt: expiresAt as Instant | null,
    };
    const body = { ...ends, amount: amount(text, currency), description: `Hold ${key}`, ...more };
    return note(`hold ${key}`, authorizeHold(ledger, { origin: plain, key, body }));
  },
  capturing: (key: string, hold: string, text?: string, currency = 'USD') => {
    const part = text === undefined ? {} : { amount: amount(text, currency) };
    const body = { holdId: holdIdOf('main', hold), metadata: { part: key }, ...part };
    return note(`capture ${key}`, captureHold(ledger, { origin: traced, key, body }));
  },
  releasing: (key: string, hold: string, type: 'VoidHold' | 'ExpireHold') =>
    note(`release ${key}`, releaseHold(ledger, { origin: plain, key, body: { holdId: holdIdOf('main', hold), type } })),
});

/** Commands in few words, each of which notes what it came to. */
export const pinnedCommands = (ledger: Ledger, outcomes: string[]) => {
  const note: Note = async (name, outcome) => {
    const { code, rejection } = await outcome;
    outcomes.push(`${name}: ${code}${rejection === undefined ? '' : ` ${JSON.stringify(rejection)}`}`);
  };
  return { ...accountCommands(ledger, note, outcomes), ...holdCommands(ledger, note) };
};
