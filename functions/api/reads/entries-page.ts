import type { ProjectionStore, Row } from '../../../domain/ports/projection-store.ts';
import type { EntryOfJournal, EntryRow } from '../../../domain/projections/balance-rows.ts';

/** Holds and freezes are rows too, but no entries: so many rows are looked through for one page at most. */
const rowsPerPageMaximum = 1_000;

/** Where a page begins: after the row of this sort key or, with `listed`, within it, after so many of its postings. */
type Place = { readonly sort: string; readonly listed: number | undefined };

type Listed = { readonly place: Place; readonly item: ListedPosting };

/** A posting as it is listed on its account. */
export type ListedPosting = Pick<
  EntryOfJournal,
  'entryId' | 'currency' | 'effectiveDate' | 'recordedAt' | 'description' | 'balanceAfter'
> &
  EntryOfJournal['postings'][number] & { readonly accountVersion: number };

export type PageOfEntries = { readonly partition: string; readonly after: string | undefined; readonly limit: number };

/** A page of postings, newest first, and where the next page begins; undefined where there is none. */
export const entriesPage = async (
  views: ProjectionStore,
  page: PageOfEntries,
): Promise<{ readonly items: readonly ListedPosting[]; readonly next: string | undefined }> => {
  const { listed, nextAfter } = await listedPostings(views, page);
  const items = listed.slice(0, page.limit);
  return { items, next: nextAfter(items.length) };
};

/** Postings, and where a page begins that goes on behind so many of them; undefined behind the last of all. */
export type ListedPostings = {
  readonly listed: readonly ListedPosting[];
  readonly nextAfter: (taken: number) => string | undefined;
};

/**
 * Postings, newest first: more than `limit` of them, unless there are no more, or so many rows that are no entries that
 * a page has to end before.
 */
export const listedPostings = async (
  views: ProjectionStore,
  { partition, after, limit }: PageOfEntries,
): Promise<ListedPostings> => {
  const begin = after === undefined ? undefined : placeOf(after);
  const found: Listed[] = [];
  let from = begin === undefined ? undefined : rowFrom(begin);
  let looked = 0;
  while (found.length <= limit) {
    if (looked >= rowsPerPageMaximum) break;
    const asked = limit + 1;
    const rows = await views.query({
      partition,
      descending: true,
      limit: asked,
      ...(from === undefined ? {} : { after: from }),
    });
    for (const row of rows) found.push(...postingsOf(row, begin));
    from = rows.length < asked ? undefined : rows.at(-1)?.key.sort;
    if (from === undefined) break;
    looked += rows.length;
  }
  return {
    listed: found.map(({ item }) => item),
    nextAfter: (taken) => (taken < found.length ? afterOf(found, taken) : from),
  };
};

const placeOf = (after: string): Place => {
  const [sort = '', listed] = after.split('+');
  return { sort, listed: listed === undefined ? undefined : Number(listed) };
};

// A row begun is read again: `~` comes after all digits, so that the row is among those that follow.
const rowFrom = ({ sort, listed }: Place): string => (listed === undefined ? sort : `${sort}~`);

const postingsOf = ({ key, body }: Row, begin: Place | undefined): readonly Listed[] => {
  const row = body as unknown as EntryRow;
  if (row.kind !== 'entry') return [];
  const { entryId, currency, effectiveDate, recordedAt, description, version, balanceAfter, postings } = row;
  const more = { currency, effectiveDate, recordedAt, description, accountVersion: version, balanceAfter };
  const listed = postings.map(({ side, amount }, index) => ({
    place: { sort: key.sort, listed: index },
    item: { entryId, side, amount, ...more },
  }));
  return key.sort === begin?.sort ? listed.slice(begin.listed ?? 0) : listed;
};

const afterOf = (found: readonly Listed[], limit: number): string | undefined => {
  const last = found[limit - 1]?.place.sort;
  const next = found[limit]?.place;
  return last === undefined || next?.sort === last ? `${next?.sort}+${next?.listed}` : last;
};
