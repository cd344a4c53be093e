import { type Close, closeInLine } from '../../../domain/audit/close/close-line.ts';
import { headsName } from '../../../domain/audit/close/close-place.ts';
import { tileOfTree, tileWidthMaximum } from '../../../domain/audit/log/tile.ts';
import type { TrailAsked, TrailCovers } from '../../../domain/audit/trail/trail-policy.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { checkpointOver, linesOfBundle, numbersBelow, sealedEntries, type TrailArchive } from './sealed-log.ts';

/** A close with the index of its entry. */
export type TrailClose = Close & { readonly index: number };

/** The closes that a trail lies between; without an opening one it begins where the log begins. */
export type TrailCloses = { readonly opening: TrailClose | undefined; readonly closing: TrailClose };

/** The indexes of closes, once they are chosen: a period without an end would soon have another one. */
export type PinnedCloses = Pick<TrailCovers, 'openingClose' | 'closingClose'>;

/** Reads what names closes; undefined for what does not. */
export const pinnedClosesIn = ({ openingClose, closingClose }: JsonObject): PinnedCloses | undefined => {
  if (typeof closingClose !== 'number') return undefined;
  return openingClose === null || typeof openingClose === 'number' ? { openingClose, closingClose } : undefined;
};

const headsPrefix = (ledger: string): string => headsName(ledger, 0).slice(0, -1);

/**
 * The newest close at or before `from`, and the oldest behind it at or after `to`, or the newest of all where `to` is
 * null. Undefined where no such close is sealed.
 */
export const findCloses = async (
  archive: TrailArchive,
  ledger: string,
  { from, to }: TrailAsked,
): Promise<TrailCloses | undefined> => {
  const indexes: number[] = [];
  for await (const index of numbersBelow(archive, headsPrefix(ledger))) indexes.push(index);
  const closes = sealedCloses(
    archive,
    ledger,
    indexes.sort((one, other) => other - one),
  );
  let closing: TrailClose | undefined;
  // From the newest backwards, until the one that the trail begins behind.
  for await (const close of closes) {
    const isBefore = from !== null && close.closedAt <= from;
    if (isBefore) return closing === undefined ? undefined : { opening: close, closing };
    if (to === null ? closing === undefined : close.closedAt >= to) closing = close;
    if (from === null && (to === null || close.closedAt < to)) break;
  }
  return closing === undefined ? undefined : { opening: undefined, closing };
};

/** The closes that were found before; undefined where the log does not have them. */
export const closesAt = async (
  archive: TrailArchive,
  ledger: string,
  { openingClose, closingClose }: PinnedCloses,
): Promise<TrailCloses | undefined> => {
  const size = (await checkpointOver(archive, ledger, closingClose))?.size;
  if (size === undefined) return undefined;
  const closing = await closeAt(archive, ledger, { index: closingClose, size });
  if (closing === undefined || openingClose === null) return closing && { opening: undefined, closing };
  const opening = await closeAt(archive, ledger, { index: openingClose, size });
  return opening && { opening, closing };
};

const readAtOnce = 16;

/**
 * The closes at those of the indexes, in the given order, which falls. Heads are written before the entry that states
 * them, so there may be some that no entry states.
 */
async function* sealedCloses(
  archive: TrailArchive,
  ledger: string,
  indexes: readonly number[],
): AsyncGenerator<TrailClose> {
  let first = 0;
  let size: number | undefined;
  for (; first < indexes.length && size === undefined; first += size === undefined ? 1 : 0)
    size = (await checkpointOver(archive, ledger, indexes[first] ?? 0))?.size;
  if (size === undefined) return;
  for (let at = first; at < indexes.length; at += readAtOnce) {
    const some = indexes.slice(at, at + readAtOnce);
    for (const close of await Promise.all(some.map((index) => closeAt(archive, ledger, { index, size }))))
      if (close !== undefined) yield close;
  }
}

const closeAt = async (
  archive: TrailArchive,
  ledger: string,
  { index, size }: { readonly index: number; readonly size: number },
): Promise<TrailClose | undefined> => {
  const bundle = tileOfTree(0, Math.floor(index / tileWidthMaximum), size);
  const line = linesOfBundle(await sealedEntries(archive, ledger, bundle))[index % tileWidthMaximum];
  const { sequence, close } = (line === undefined ? undefined : closeInLine(line)) ?? {};
  return close === undefined || sequence !== index + 1 ? undefined : { ...close, index };
};
