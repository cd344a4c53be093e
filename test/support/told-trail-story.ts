import { parseCalendarDate } from '../../domain/shared/instant.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../functions/commands/capture-hold.ts';
import { openAccount } from '../../functions/commands/open-account.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import type { StoryAccount, StoryEvent, StoryLeg, TrailStory } from '../arbitraries/trail-stories.ts';
import { closedLog, day } from './closed-log.ts';
import { amount, money } from './money.ts';
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
    } else await happen(log.ledger, accounts, { event, key: `${index}` });
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
  { event, key }: { readonly event: Exclude<StoryEvent, { kind: 'close' }>; readonly key: string },
): Promise<void> => {
  if (event.kind === 'capture') return capture(ledger, accounts, { event, key });
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

const capture = async (
  ledger: Ledger,
  accounts: readonly StoryAccount[],
  { event, key }: { readonly event: StoryEvent & { readonly kind: 'capture' }; readonly key: string },
): Promise<void> => {
  const { debited, credited, currency } = pairOf(event.leg, accounts);
  const units = Math.min(event.leg.units, 100_000) * event.part;
  await authorizeHold(ledger, {
    origin,
    key,
    body: {
      accountId: accountId(debited.id),
      destinationAccountId: accountId(credited.id),
      amount: amount(amountIn(currency, units), currency),
      expiresAt: null,
      description: event.description,
      ...(event.part === 3 ? { transferId: `trf_${key}` } : {}),
    },
  });
  const part = amount(amountIn(currency, units / event.part), currency);
  await captureHold(ledger, { origin, key, body: { holdId: holdIdOf(origin.ledger, key), amount: part } });
};
