import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  claimsOf,
  type EventClaim,
  rowsOfView,
  standingOfEvent,
  standingOfView,
} from '../../../../domain/audit/watch/fact-claims.ts';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { accountKey } from '../../../../domain/projections/balance-rows.ts';
import { partsOf } from '../../../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { anyStory, type Happening, tell } from '../../../arbitraries/ledger-facts.ts';
import { balanceViews } from '../../../support/balance-views.ts';

const placeOf = ({ streamId, version }: Pick<StoredEvent, 'streamId' | 'version'>): string => `${streamId}@${version}`;

/** Every event of a story, and what a log says that has all which was published of it. */
const toldAndClaimed = async (story: readonly Happening[]) => {
  const events: StoredEvent[] = [];
  for await (const event of (await tell(story)).scan()) events.push(event);
  const published = events.filter((event) => event.published);
  return { events, published, claims: published.flatMap((event) => claimsOf(deliveredFact(event), sha256)) };
};

describe('what the log says of the event store', () => {
  it('holds, of every event but the marks of requests, once for each', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const { events, claims } = await toldAndClaimed(story);
        const stored = new Map(events.map((event) => [placeOf(event), event]));
        const ofEvents = claims.filter((claim): claim is EventClaim => claim.kind === 'event');
        for (const claim of ofEvents) expect(standingOfEvent(claim, stored.get(placeOf(claim)), sha256)).toBe('holds');
        const told = events.filter(({ streamId }) => partsOf(streamId).kind !== 'request');
        expect(ofEvents.map(placeOf).toSorted()).toEqual(told.map(placeOf).toSorted());
      }),
      { numRuns: 30 },
    );
  });
});

describe('what the log says of the views', () => {
  it('holds, of every version of every account', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const { published, claims } = await toldAndClaimed(story);
        const views = balanceViews();
        await views.project(published);
        const seen = new Map<string, number>();
        for (const claim of claims) {
          if (claim.kind !== 'view') continue;
          const rows = await Promise.all(rowsOfView(claim).map(async (key) => (await views.store.load([key]))[0]));
          expect(standingOfView(claim, rows)).toBe('holds');
          seen.set(claim.accountId, (seen.get(claim.accountId) ?? 0) + 1);
        }
        for (const [accountId, versions] of seen)
          expect(await views.bodyOf(accountKey('main', accountId))).toMatchObject({ version: versions });
      }),
      { numRuns: 30 },
    );
  });
});
