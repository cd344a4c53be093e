import { type Instant, instantOf, millisecondsOf, parseCalendarDate } from '../../domain/shared/instant.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../functions/commands/capture-hold.ts';
import { openAccount } from '../../functions/commands/open-account.ts';
import { releaseHold } from '../../functions/commands/release-hold.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import type { StoryAccount, StoryEvent, StoryLeg, TrailStory } from '../arbitraries/trail-stories.ts';
import { closedLog, day } from './closed-log.ts';
import { amount, money } from './money.ts';
import { freeze, remark } from './story-remarks.ts';
import { accountId, entryBody, leg, origin, post } from './test-ledger.ts';

const digits: Readonly<Record<string, number>> = { USD: 2, EUR: 2, JPY: 0, KWD: 3, CLF: 4 };

/** Carries a story out with the ledger's own commands, in memory; it ends with a close, and is sealed. */
export const toldTrailStory = async ({ accounts, events }: TrailStory) => {
  const log = closedLog();
  for (const account of accounts) await openIn(log.ledger, account);
  const closes: number[] = [];
  for (const [index, event] of [...events, { kind: 'close' as const }].entries()) {
    if (event.kind === 'close') {
      await log.archiveNew();
      closes.push(await log.close(day(closes.length)));
      await log.seal();
    } else if (event.kind === 'newKeys') await log.takeNewKeys();
    else await happen(log.ledger, accounts, { event, key: `${index}` });
  }
  return { ...log, closes };
};

const openIn = async (ledger: Ledger, { id, name, type, currency, stripes }: StoryAccount): Promise<void> => {
  const outcome = await openAccount(ledger, {
    origin,
    key: `open ${id}`,
    body: {
      ...{ accountId: accountId(id), accountType: type, currency: money('0', currency).currency },
      ...{ floor: null, name, metadata: {}, stripes },
    },
  });
  if (outcome.code !== 'Recorded') throw new Error(`${id} was not opened: ${JSON.stringify(outcome)}`);
};

const happen = async (
  ledger: Ledger,
  accounts: readonly StoryAccount[],
  { event, key }: { readonly event: Exclude<StoryEvent, { kind: 'close' | 'newKeys' }>; readonly key: string },
): Promise<void> => {
  if (event.kind === 'capture') return capture(ledger, accounts, { event, key });
  if (event.kind === 'release') return release(ledger, accounts, { event, key });
  if (event.kind === 'freeze' || event.kind === 'remark') {
    const named = accountId(accounts[event.account % accounts.length]?.id ?? '');
    return event.kind === 'freeze' ? freeze(ledger, named, key) : remark(ledger, { what: event.what, named, key });
  }
  const postings = event.legs.flatMap((one) => postingsOf(one, accounts));
  const [effectiveDate, valueDate] = [parseCalendarDate(event.effective), parseCalendarDate(event.value)];
  if (effectiveDate === undefined || valueDate === undefined) throw new Error('No such date');
  const body = { ...entryBody(postings), description: event.description, effectiveDate, valueDate };
  const outcome = await post(ledger, key, body);
  if (outcome.code !== 'Recorded') throw new Error(`Not posted: ${JSON.stringify(outcome)}`);
};

/** Two accounts of one currency: one that the leg chooses, and the one below or above it. */
const pairOf = ({ to, from }: StoryLeg, accounts: readonly StoryAccount[]) => {
  const debited = accounts[to % accounts.length];
  const others = accounts.filter(({ id, currency }) => id !== debited?.id && currency === debited?.currency);
  const credited = others[from % others.length];
  if (debited === undefined || credited === undefined) throw new Error('Every account has another of its currency');
  return { debited, credited, currency: debited.currency };
};

const amountIn = (currency: string, units: number): string => {
  const places = digits[currency] ?? 0;
  const text = String(units).padStart(places + 1, '0');
  const [whole, fraction] = [text.slice(0, text.length - places), text.slice(text.length - places)];
  return places === 0 ? whole : `${whole}.${fraction}`;
};

const postingsOf = (one: StoryLeg, accounts: readonly StoryAccount[]) => {
  const { debited, credited, currency } = pairOf(one, accounts);
  const text = amountIn(currency, one.units);
  return [leg(debited.id, 'debit', text, currency), leg(credited.id, 'credit', text, currency)];
};

type HoldOf = Pick<StoryEvent & { readonly kind: 'capture' }, 'leg' | 'description'> & { readonly parts: number };

/** Holds an amount that can be captured in so many parts, and answers the amount of one. */
const hold = async (
  ledger: Ledger,
  accounts: readonly StoryAccount[],
  { key, leg: held, description, parts, expiresAt = null }: HoldOf & { key: string; expiresAt?: Instant | null },
) => {
  const { debited, credited, currency } = pairOf(held, accounts);
  const units = Math.min(held.units, 100_000);
  const outcome = await authorizeHold(ledger, {
    origin,
    key,
    body: {
      accountId: accountId(debited.id),
      destinationAccountId: accountId(credited.id),
      amount: amount(amountIn(currency, units * parts), currency),
      expiresAt,
      description,
      ...(parts === 3 ? { transferId: `trf_${key}` } : {}),
    },
  });
  if (outcome.code !== 'Recorded') throw new Error(`Not held: ${JSON.stringify(outcome)}`);
  return amount(amountIn(currency, units), currency);
};

const capture = async (
  ledger: Ledger,
  accounts: readonly StoryAccount[],
  { event, key }: { readonly event: StoryEvent & { readonly kind: 'capture' }; readonly key: string },
): Promise<void> => {
  const part = await hold(ledger, accounts, { ...event, parts: event.part, key });
  const body = { holdId: holdIdOf(origin.ledger, key), amount: part };
  const outcome = await captureHold(ledger, { origin, key, body });
  if (outcome.code !== 'Recorded') throw new Error(`Not captured: ${JSON.stringify(outcome)}`);
};

// The clock passes on by one at each look, so a hold is authorized well before and is due soon.
const untilExpiryMilliseconds = 50;

const release = async (
  ledger: Ledger,
  accounts: readonly StoryAccount[],
  {
    event: { how, leg: held },
    key,
  }: { readonly event: StoryEvent & { readonly kind: 'release' }; readonly key: string },
): Promise<void> => {
  const expiresAt = how === 'VoidHold' ? null : instantOf(millisecondsOf(ledger.clock.now()) + untilExpiryMilliseconds);
  await hold(ledger, accounts, { leg: held, description: 'Released', parts: 1, key, expiresAt });
  while (expiresAt !== null && ledger.clock.now() < expiresAt);
  const body = { holdId: holdIdOf(origin.ledger, key), type: how };
  const outcome = await releaseHold(ledger, { origin, key, body });
  if (outcome.code !== 'Recorded') throw new Error(`Not released: ${JSON.stringify(outcome)}`);
};
