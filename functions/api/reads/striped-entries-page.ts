import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { type ListedPosting, type ListedPostings, listedPostings } from './entries-page.ts';

export type StripedPage = {
  /** Of each stripe, where its entries are. */
  readonly partitions: readonly string[];
  readonly after: string | undefined;
  readonly limit: number;
};

type StripedPosting = Omit<ListedPosting, 'accountVersion' | 'balanceAfter'> & {
  readonly accountVersion: null;
  readonly balanceAfter: null;
};

/**
 * A page of the postings on all stripes, the newest first by when they were recorded, and where the next page begins:
 * one place for each stripe, so that entries which come meanwhile move none that is listed.
 */
export const stripedEntriesPage = async (
  views: ProjectionStore,
  { partitions, after, limit }: StripedPage,
): Promise<{ readonly items: readonly StripedPosting[]; readonly next: string | undefined }> => {
  const places = after === undefined ? partitions.map(() => begin) : after.split(',');
  const stripes = await Promise.all(
    partitions.map((partition, index) => stripeFrom(views, partition, places[index] ?? ended, limit)),
  );
  const items: StripedPosting[] = [];
  while (items.length < limit) {
    const newest = stripes.reduce<Stripe | undefined>(later, undefined);
    // A stripe of which more than what was read may come next says nothing about what is newest.
    if (newest === undefined || stripes.some(isUnread)) break;
    const posting = newest.listed[newest.taken];
    if (posting !== undefined) items.push({ ...posting, accountVersion: null, balanceAfter: null });
    newest.taken += 1;
  }
  const next = stripes.map(placeAfter);
  return { items, next: next.every((place) => place === ended) ? undefined : next.join(',') };
};

/** The places of a stripe of which nothing is listed yet, and of one of which everything is. */
const begin = '';
const ended = '-';

type Stripe = ListedPostings & { taken: number };

const nothing: ListedPostings = { listed: [], nextAfter: () => undefined };

const stripeFrom = async (views: ProjectionStore, partition: string, place: string, limit: number): Promise<Stripe> => {
  const after = place === begin ? undefined : place;
  const found = place === ended ? nothing : await listedPostings(views, { partition, after, limit });
  return { ...found, taken: 0 };
};

const later = (newest: Stripe | undefined, stripe: Stripe): Stripe | undefined => {
  const [one, other] = [newest?.listed[newest.taken], stripe.listed[stripe.taken]];
  if (other === undefined) return newest;
  return one === undefined || other.recordedAt > one.recordedAt ? stripe : newest;
};

const isUnread = ({ listed, taken, nextAfter }: Stripe): boolean =>
  taken === listed.length && nextAfter(taken) !== undefined;

// Also of a stripe of which nothing was taken: what comes there later is newer than this page.
const placeAfter = ({ taken, nextAfter }: Stripe): string => nextAfter(taken) ?? ended;
