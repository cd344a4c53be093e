import { type Close, closeLine } from '../../../domain/audit/close/close-line.ts';
import { currencyTotals, headsRoot } from '../../../domain/audit/close/heads-root.ts';
import { type DraftSegment, factsPerSegmentMaximum, segmentOf } from '../../../domain/audit/sequence.ts';
import type { Clock } from '../../../domain/ports/clock.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { type Instant, instantOf, strictlyAfter } from '../../../domain/shared/instant.ts';
import { delayAfter, type Waiting } from '../../runtime/backoff.ts';
import { archiveFacts, sequenceBackoff } from '../archive-facts.ts';
import { awaitPlace, type PlaceOptions, placeOf, takePlace } from '../take-place.ts';
import { beginAtClose, type FollowedHeads, type FollowOptions, followTo } from './follow-heads.ts';
import { headsAt } from './heads-at.ts';
import { type Missing, missingFacts } from './missing-facts.ts';

export type CloseOptions = FollowOptions & {
  readonly store: PlaceOptions['store'] & FollowOptions['store'];
  readonly eventStore: Pick<EventStore, 'read'>;
  readonly clock: Clock;
  readonly waiting: Waiting;
  readonly onConflict: () => void;
};

/** A close with the index of its entry. */
export type PlacedClose = Pick<Close, 'closedAt'> & { readonly index: number };

export type CloseOrder = {
  readonly reason: Close['reason'];
  /** Whether the newest close is one already that was asked for. */
  readonly isEnough: (newest: PlacedClose) => boolean;
  /** No close states that it is earlier, also where the clock has gone back since: it would not be enough. */
  readonly due?: Instant;
};

/** What was followed of a log before, so that it need not be followed again. */
export type Follower = { followed: FollowedHeads | undefined };

/**
 * Closes a ledger's log, unless that was done: writes an entry that states the heads of all accounts as of all entries
 * before it, and keeps these heads. The entry takes its place as facts do. Where another was faster, what that wrote is
 * followed and the close is made anew for the next place, so a close never states what is not before it.
 *
 * Facts come in any order, and an account of which a version is missing has no head that covers its entries. What is
 * missing is taken from the event store, which has it, and archived with the close. Throws what the stores throw,
 * InvariantViolation where the event store does not have it, and TransientFailure where others kept being faster. The
 * same call may be made again, and makes no second close.
 */
export const closeLog = async (
  ledger: string,
  { order, follower }: { readonly order: CloseOrder; readonly follower: Follower },
  options: CloseOptions,
): Promise<PlacedClose> => {
  for (let lost = 0; lost < sequenceBackoff.attemptsMaximum; ) {
    // Heads take longer to make than facts take to archive, so after a loss the others are asked to wait.
    if (lost > 0) await awaitPlace(ledger, await placeOf(ledger, options), options);
    const place = await placeOf(ledger, options);
    const followed = await followedTo(ledger, { follower, end: place.next - 1 }, options);
    const { newest } = followed;
    if (newest !== undefined && order.isEnough(newest)) return newest;
    const missing = await missingFacts(ledger, { accounts: followed.accounts, limit }, options);
    if (missing.isMore) {
      await archiveFacts(ledger, missing.facts, { ...options, digest: options.textDigest });
      continue;
    }
    const { draft } = draftOf(ledger, { followed, missing, order }, options);
    const { isOwn } = await takePlace(ledger, { place, draft }, { ...options, digest: options.textDigest });
    // What it states is made again from the log before it is kept and answered, as another's would be.
    if (isOwn) continue;
    lost += 1;
    options.onConflict();
    await options.waiting.pause(delayAfter(lost, sequenceBackoff, options.waiting.random));
  }
  throw new TransientFailure(`Others kept taking the next place in the sequence of ${ledger}`);
};

/** What a close would be by now. Nothing is written, but for heads that a closer before had no time to keep. */
export const rehearsedClose = async (
  ledger: string,
  follower: Follower,
  options: CloseOptions,
): Promise<Close & { readonly index: number }> => {
  const { next } = await placeOf(ledger, options);
  const followed = await followedTo(ledger, { follower, end: next - 1 }, options);
  const missing = await missingFacts(ledger, { accounts: followed.accounts, limit: Number.POSITIVE_INFINITY }, options);
  const { close } = draftOf(ledger, { followed, missing, order: { reason: 'demand' } }, options);
  return { ...close, index: followed.end + missing.facts.length };
};

/** The row of the close takes the place of a fact's mark. */
const limit = factsPerSegmentMaximum - 1;

const followedTo = async (
  ledger: string,
  { follower, end }: { readonly follower: Follower; readonly end: number },
  options: CloseOptions,
): Promise<FollowedHeads> => {
  // Rows may have been put back to what they were; what was followed then is ahead of them.
  const before = follower.followed !== undefined && follower.followed.end <= end ? follower.followed : undefined;
  // What was followed in part is not kept, so that a failure in between leaves nothing half done.
  follower.followed = undefined;
  const followed = before ?? (await beginAtClose(ledger, options));
  await followTo(ledger, { followed, end }, options);
  follower.followed = followed;
  return followed;
};

const startOfTime = instantOf(0);

const draftOf = (
  ledger: string,
  {
    followed: { accounts, end, newest },
    missing: { facts, changed },
    order: { reason, due = startOfTime },
  }: {
    readonly followed: FollowedHeads;
    readonly missing: Missing;
    readonly order: Pick<CloseOrder, 'reason' | 'due'>;
  },
  { textDigest, bytesDigest, clock }: CloseOptions,
) => {
  const { heads, lines } = headsAt(new Map([...accounts, ...changed]).values());
  const now = clock.now();
  const close: Close = {
    ledger,
    accounts: heads.length,
    closedAt: strictlyAfter(now < due ? due : now, [newest?.closedAt]),
    currencies: currencyTotals(heads),
    heads: headsRoot(bytesDigest, lines),
    previous: newest?.index ?? null,
    reason,
  };
  return { close, draft: withClose(close, end + 1 + facts.length, segmentOf(end + 1, facts, textDigest)) };
};

const withClose = (close: Close, sequence: number, { body, entries, textsApart }: DraftSegment): DraftSegment => ({
  body: `${body}${closeLine(sequence, close)}\n`,
  textsApart,
  entries: entries === undefined ? undefined : [...entries, { sequence, close }],
});
