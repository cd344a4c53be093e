import fc from 'fast-check';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import { origin } from '../../support/test-ledger.ts';
import { type BookPosting, held, letGo, otherSide, takingSide, written } from './books-model.ts';
import { entryShown, takeEntry } from './entry-commands.ts';
import { asking, compareBalances, type Expected, type StoryCommand, type StoryHold, type StoryModel } from './story.ts';
import { anyDryRun, anyKey, anyMove } from './words.ts';

const noHold = `hld_${'0'.repeat(26)}`;

/** When a story begins; holds expire half an hour after whole hours, so that no tick of the clock decides. */
export const begin = Date.parse('2026-11-23T10:00:00.000Z');
const expiryOf = (hour: number): string => new Date(begin + hour * 3_600_000 + 1_800_000).toISOString();

type Terms = {
  readonly source: string;
  readonly destination: string;
  readonly units: bigint;
  readonly currency: string;
};

const authorizing = (name: string, terms: Terms, hours: number, isDryRun: boolean): StoryCommand => {
  const amount = written(terms.units, terms.currency);
  const body = { accountId: terms.source, destinationAccountId: terms.destination, amount, currency: terms.currency };
  return asking({
    sentence: `hold ${amount} ${terms.currency} of ${terms.source} for ${terms.destination} until hour ${hours}`,
    operation: 'hold',
    path: () => '/v1/holds',
    body: { ...body, expiresAt: expiryOf(hours) },
    key: name,
    isDryRun,
    expected: (model) => authorized(model, name, { terms, hours }),
  });
};

const authorized = (
  model: StoryModel,
  name: string,
  { terms, hours }: { readonly terms: Terms; readonly hours: number },
): Expected => {
  const source = model.accounts.get(terms.source);
  if (source === undefined || !model.accounts.has(terms.destination)) return { refused: 'UnknownAccount' };
  if (terms.source === terms.destination) return { refused: 'SameAccount' };
  if (hours < model.time.hours) return { refused: 'ExpiryNotInFuture' };
  const hold = { ...terms, side: takingSide(source) };
  const decided = held(model.accounts, hold);
  if ('refused' in decided) return decided;
  const amount = written(terms.units, terms.currency);
  return {
    status: 201,
    shows: { status: 'authorized', amount, captured: written(0n, terms.currency), remaining: amount, version: 0 },
    keeps: true,
    isNews: true,
    effect: ({ body }) => {
      for (const account of decided.becomes) model.accounts.set(account.id, account);
      const id = String(body['id']);
      model.holds.set(name, { ...hold, id, status: 'authorized', captured: 0n, expiresAtHour: hours });
    },
  };
};

const leftOf = ({ units, captured }: StoryHold): bigint => units - captured;

const endedCode = ({ status }: StoryHold): string | undefined =>
  ({ captured: 'HoldCaptured', voided: 'HoldVoided', expired: 'HoldExpired' })[status];

const isDue = ({ expiresAtHour }: StoryHold, { time }: StoryModel): boolean => expiresAtHour < time.hours;

const capturing = (name: string, part: bigint | undefined, key: string, isDryRun: boolean): StoryCommand => {
  // Said in whole yen, which every currency has.
  const amount = part === undefined ? {} : { amount: written(part, 'JPY') };
  return asking({
    sentence: `capture ${part === undefined ? 'what is left' : written(part, 'JPY')} of hold ${name}`,
    operation: 'capture',
    path: ({ holds }) => `/v1/holds/${holds.get(name)?.id ?? noHold}/captures`,
    body: amount,
    key,
    isDryRun,
    when: existing(name, key),
    unreadable: ({ holds }) => (holds.has(name) ? undefined : 'HoldNotFound'),
    expected: (model) => captured(model, name, part),
  });
};

const captured = (model: StoryModel, name: string, part: bigint | undefined): Expected => {
  const hold = model.holds.get(name);
  if (hold === undefined) return { refused: 'HoldNotFound' };
  const refused = endedCode(hold) ?? (isDue(hold, model) ? 'HoldExpired' : undefined);
  if (refused !== undefined) return { refused };
  const scale = { USD: 100n, JPY: 1n, KWD: 1_000n }[hold.currency] ?? 1n;
  const units = part === undefined ? leftOf(hold) : part * scale;
  if (units > leftOf(hold)) return { refused: 'CaptureExceedsHold' };
  const becomes = letGo(model.accounts, hold, units, true);
  const { source, destination, side, currency } = hold;
  const postings: readonly BookPosting[] = [
    { account: source, side, units, currency },
    { account: destination, side: otherSide(side), units, currency },
  ];
  return {
    status: 201,
    shows: { ...entryShown(postings, becomes), holdId: hold.id },
    keeps: true,
    isNews: true,
    effect: ({ body }) => {
      takeEntry(model, String(body['id']), { postings, becomes });
      const status = units === leftOf(hold) ? 'captured' : 'partiallyCaptured';
      model.holds.set(name, { ...hold, status, captured: hold.captured + units });
    },
  };
};

const release = (model: StoryModel, name: string, hold: StoryHold, status: 'voided' | 'expired'): void => {
  for (const account of letGo(model.accounts, hold, leftOf(hold), false)) model.accounts.set(account.id, account);
  model.holds.set(name, { ...hold, status });
};

const voiding = (name: string, key: string, isDryRun: boolean): StoryCommand =>
  asking({
    sentence: `void hold ${name}`,
    operation: 'release',
    path: ({ holds }) => `/v1/holds/${holds.get(name)?.id ?? noHold}/void`,
    body: {},
    key,
    isDryRun,
    when: existing(name, key),
    unreadable: ({ holds }) => (holds.has(name) ? undefined : 'HoldNotFound'),
    expected: (model) => {
      const hold = model.holds.get(name);
      if (hold === undefined) return { refused: 'HoldNotFound' };
      const isNews = hold.status !== 'voided';
      const refused = isNews ? endedCode(hold) : undefined;
      if (refused !== undefined) return { refused };
      const shows = { id: hold.id, status: 'voided', captured: written(hold.captured, hold.currency) };
      const effect = (): void => (isNews ? release(model, name, hold, 'voided') : undefined);
      return { status: 200, shows, keeps: isNews, isNews, effect };
    },
  });

/** What the sweeper does with a hold that it finds. */
const sweeping = (name: string): StoryCommand => ({
  check: ({ holds }) => holds.has(name),
  toString: () => `the sweeper comes to hold ${name}`,
  run: async (model, ledger) => {
    const hold = model.holds.get(name);
    if (hold === undefined) return;
    const body = { holdId: hold.id, type: 'ExpireHold' } as const;
    await releaseHold(ledger.services.ledger, { origin, key: `${hold.id}#expire`, body });
    if (endedCode(hold) === undefined && isDue(hold, model)) release(model, name, hold, 'expired');
    await compareBalances(model, ledger);
  },
});

const anyHold = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5');
const anyTerms = anyMove.map(({ from, to, units, currency }) => ({ source: from, destination: to, units, currency }));
const anyPart = fc.option(fc.bigInt({ min: 1n, max: 60n }), { nil: undefined });

/** Whether it is asked of a hold that is not there, too. */
const existing =
  (name: string, key: string) =>
  ({ holds }: StoryModel): boolean =>
    holds.has(name) || key === 'a';

/** Holds: authorized, captured in full and in part, voided, expired. */
export const holdCommands: readonly fc.Arbitrary<StoryCommand>[] = [
  fc
    .tuple(anyHold, anyTerms, fc.nat({ max: 12 }), anyDryRun)
    .map(([name, terms, hours, isDryRun]) => authorizing(name, terms, hours, isDryRun)),
  fc
    .tuple(anyHold, anyPart, anyKey, anyDryRun)
    .map(([name, part, key, isDryRun]) => capturing(name, part, key, isDryRun)),
  fc.tuple(anyHold, anyKey, anyDryRun).map(([name, key, isDryRun]) => voiding(name, key, isDryRun)),
  anyHold.map(sweeping),
];
