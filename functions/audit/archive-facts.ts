import { type ArchivableFact, factsPerSegmentMaximum, segmentOf } from '../../domain/audit/sequence.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';
import { type Backoff, delayAfter, type Waiting } from '../runtime/backoff.ts';
import { type PlaceOptions, placeOf, takePlace, unmarked } from './take-place.ts';

export type ArchiveOptions = PlaceOptions & {
  readonly waiting: Waiting;
  readonly onConflict: () => void;
};

/** How often a place that others took is left to them, in a row, and the waits in between in milliseconds. */
export const sequenceBackoff: Backoff = { attemptsMaximum: 16, delayFirst: 5, delayMaximum: 400 };

/** How often, and for how long, facts wait for a close to take its place. It may have died; then they go on. */
const yieldsMaximum = 20;
const yieldMilliseconds = 250;

/**
 * Gives each fact its place in the ledger's sequence and writes it to the archive, once, whoever else does so at the
 * same time and wherever either crashes.
 *
 * The segment is written first. Everybody then takes over what is written at that place, their own or another's. Throws
 * what the stores throw, and TransientFailure where others kept being faster; then some of the facts may be archived,
 * and the same call may be made again.
 */
export const archiveFacts = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  options: ArchiveOptions,
): Promise<void> => {
  for (let first = 0; first < facts.length; first += factsPerSegmentMaximum)
    await archiveSome(ledger, facts.slice(first, first + factsPerSegmentMaximum), options);
};

const archiveSome = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  options: ArchiveOptions,
): Promise<void> => {
  let [lost, yielded] = [0, 0];
  while (lost < sequenceBackoff.attemptsMaximum) {
    // The place is read before the marks. A fact without a mark then has no place before this one; read the other way
    // round, it could get one in between, and would get a second here.
    const place = await placeOf(ledger, options);
    if (place.awaited === true && yielded < yieldsMaximum) {
      yielded += 1;
      await options.waiting.pause(yieldMilliseconds);
      continue;
    }
    const pending = await unmarked(ledger, facts, options);
    if (pending.length === 0) return;
    const draft = segmentOf(place.next, pending, options.digest);
    const { isOwn, outcome } = await takePlace(ledger, { place, draft }, options);
    if (outcome === 'committed') {
      if (isOwn) return;
      lost = 0;
      continue;
    }
    lost += 1;
    options.onConflict();
    await options.waiting.pause(delayAfter(lost, sequenceBackoff, options.waiting.random));
  }
  throw new TransientFailure(`Others kept taking the next place in the sequence of ${ledger}`);
};
