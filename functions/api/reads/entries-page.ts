import type { ProjectionStore, Row } from '../../../domain/ports/projection-store.ts';
import type { EntryRow } from '../../../domain/projections/balance-rows.ts';

/** Holds and freezes are rows too, but no entries: so many rows are looked through for one page at most. */
const rowsPerPageMaximum = 1_000;

/** Where a page begins: after the row of this sort key or, with `listed`, within it, after so many of its postings. */
type Place = { readonly sort: string; readonly listed: number | undefined };

type Listed = { readonly place: Place; readonly item: object };

/** A page of postings, newest first, and where the next page begins; undefined where there is none. */
export const entriesPage = async (
  views: ProjectionStore,
  {
    partition,
    after,
    limit,
  }: { readonly partition: string; readonly after: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly object[]; readonly next: string | undefined }> => {
  const begin = after === undefined ? undefined : placeOf(after);
  const found: Listed[] = [];
  let from = begin === undefined ? undefined : rowFrom(begin);
  let looked = 0;
  while (found.length <= limit) {
    if (looked >= rowsPerPageMaximum) return { items: found.map(({ item }) => item), next: from };
    const asked = limit + 1;
    const rows = await views.query({
      partition,
      descending: true,
      limit: asked,
      ...(from === undefined ? {} : { after: from }),
    });
    for (const row of rows) found.push(...postingsOf(row, begin));
    if (rows.length < asked) break;
    looked += rows.length;
    from = rows.at(-1)?.key.sort;
  }
  const items = found.slice(0, limit).map(({ item }) => item);
  return { items, next: found.length > limit ? afterOf(found, limit) : undefined };
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
  return next?.sort === last ? `${last}+${next?.listed}` : last;
};
