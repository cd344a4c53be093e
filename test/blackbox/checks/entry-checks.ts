import { type EntryAnswer, entriesPage, entryAnswer, type ListedPosting } from '../told/answers.ts';
import { answeredAmount, saidAmount } from '../told/money.ts';
import type { ToldEntry } from '../told/told.ts';
import type { Check, Evidence } from './check.ts';

/** What an entry is on one account, in the form in which lists have it, as one text. */
const listedOf = ({ id, postings, recordedAt, description, effectiveDate }: EntryAnswer): readonly string[] =>
  postings.map(({ accountId, side, amount, currency, accountVersion }) =>
    [accountId, accountVersion, id, side, amount, currency, recordedAt, effectiveDate, description].join(' '),
  );

const textOf = (accountId: string, posting: ListedPosting): string => {
  const { accountVersion, entryId, side, amount, currency, recordedAt, effectiveDate, description } = posting;
  return [accountId, accountVersion, entryId, side, amount, currency, recordedAt, effectiveDate, description].join(' ');
};

const listed = ({ told }: Evidence, purpose: string): readonly string[] =>
  told
    .readsOf('entries', entriesPage)
    .filter(({ exchange }) => exchange.purpose === purpose)
    .flatMap(({ id, body }) => body.items.map((posting) => textOf(id, posting)));

const counted = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** At the end every answered entry is in the lists of all its accounts, each posting once; and nothing else is. */
export const listsAreTheEntries: Check = (evidence) => {
  const wanted = counted([...evidence.told.entries.values()].flatMap(({ entry }) => listedOf(entry)));
  const found = counted(listed(evidence, 'final'));
  return [
    ...[...wanted]
      .filter(([text, count]) => (found.get(text) ?? 0) < count)
      .map(([text, count]) => `Answered, and listed ${found.get(text) ?? 0} times of ${count}: ${text}`),
    ...[...found]
      .filter(([text, count]) => (wanted.get(text) ?? 0) < count)
      .map(([text, count]) => `Listed ${count} times, and answered ${wanted.get(text) ?? 0} times: ${text}`),
  ];
};

/** Nothing is in a list, at any time, that is not an entry which was answered in the end. */
export const noPhantoms: Check = (evidence) => {
  const known = new Set([...evidence.told.entries.values()].flatMap(({ entry }) => listedOf(entry)));
  return [...new Set(listed(evidence, 'work'))]
    .filter((text) => !known.has(text))
    .map((text) => `Listed, and never answered: ${text}`);
};

/** A list holds all entries up to the version that it says it is complete to. */
export const listsAreComplete: Check = ({ told, timelines }) =>
  told.readsOf('entries', entriesPage).flatMap(({ id, body: { items, upToVersion, nextCursor }, exchange }) => {
    if (exchange.path.includes('cursor=')) return [];
    const lowest = nextCursor === null ? 0 : Math.min(...items.map(({ accountVersion }) => accountVersion));
    const found = new Set(items.map(({ accountVersion }) => accountVersion));
    return (timelines.get(id)?.events ?? [])
      .filter(({ cause, version }) => cause.startsWith('entry') && version > lowest && version <= upToVersion)
      .filter(({ version }) => !found.has(version))
      .map(
        ({ version, cause }) =>
          `The list of ${id} is said to be complete to ${upToVersion} and lacks ${cause} at ${version}`,
      );
  });

/** An entry reads as it was answered, from the answer on. */
export const entriesStay: Check = ({ told }) => {
  const answered = new Map([...told.entries].map(([id, { entry }]) => [id, JSON.stringify(entry)]));
  const changed = told
    .readsOf('entry', entryAnswer)
    .filter(({ id, body }) => JSON.stringify(body) !== answered.get(id))
    .map(({ id, body }) => `${id} was answered as ${answered.get(id)}, and reads ${JSON.stringify(body)}`);
  const read = new Set(told.readsOf('entry', entryAnswer).map(({ id, exchange }) => `${exchange.purpose} ${id}`));
  const unread = [...told.entries.keys()].filter((id) => !read.has(`final ${id}`));
  return [...changed, ...unread.map((id) => `${id} was not read at the end`)];
};

/** Entries are what was asked for, and balance in every currency. */
export const entriesAreAsAsked: Check = ({ told }) => [...told.entries.values()].flatMap(wrongIn);

const wrongIn = ({ entry, operation }: ToldEntry): readonly string[] => {
  const sums = new Map<string, bigint>();
  for (const { side, amount, currency } of entry.postings) {
    const signed = answeredAmount(amount, currency) * (side === 'debit' ? 1n : -1n);
    sums.set(currency, (sums.get(currency) ?? 0n) + signed);
  }
  const unbalanced = [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([currency, sum]) => `${entry.id} is out of balance by ${sum} in ${currency}`);
  if (operation?.route !== 'postEntry') return unbalanced;
  const asked = (operation.body['postings'] as EntryAnswer['postings']).map(legOf).join(', ');
  const posted = entry.postings.map(legOf).join(', ');
  return asked === posted ? unbalanced : [...unbalanced, `${entry.id} was asked as ${asked}, and posted as ${posted}`];
};

const legOf = ({ accountId, side, amount, currency }: EntryAnswer['postings'][number]): string =>
  `${side} ${accountId} ${saidAmount(amount, currency)} ${currency}`;
