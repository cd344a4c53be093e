import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyRestore } from '../../../cli/restore/verify-restore.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { anyStory, tell } from '../../arbitraries/ledger-facts.ts';
import { archiveAll } from '../../support/archive-all.ts';
import { contentOf, damagedTable, placeOf } from '../../support/damaged-table.ts';

const anyLoss = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 40 });

const eventsOf = async (story: Parameters<typeof tell>[0]): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of (await tell(story)).scan()) events.push(event);
  return events;
};

const kindOf = ({ streamId }: StoredEvent) => partsOf(streamId).kind;
const typeOf = ({ text }: StoredEvent): string => JSON.parse(text).type;

/** Some of the events that may be lost. */
const chosenFrom = (candidates: readonly StoredEvent[], loss: readonly number[]): ReadonlySet<StoredEvent> =>
  new Set(loss.flatMap((number) => candidates[number % Math.max(1, candidates.length)] ?? []));

const restored = async (events: readonly StoredEvent[], lost: ReadonlySet<StoredEvent>, archive: Archive) => {
  const table = damagedTable(events.filter((event) => !lost.has(event)));
  const outcome = await verifyRestore({ table, archive, onStep: () => {} }, true);
  return { table, outcome };
};

const foundAt = (outcome: Awaited<ReturnType<typeof restored>>['outcome']): readonly string[] => [
  ...new Set(outcome.before.findings.filter(({ code }) => code.endsWith('Missing')).map(({ place }) => place)),
];

describe('a restored table', () => {
  it('that lost any events of an archived ledger is found out and made the same again, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyLoss, async (story, loss) => {
        const events = await eventsOf(story);
        const { archive } = await archiveAll(events.filter(({ published }) => published));
        // A request's event tells a key that nothing else does, so it cannot be made again.
        const lost = chosenFrom(
          events.filter((event) => kindOf(event) !== 'request'),
          loss,
        );
        const { table, outcome } = await restored(events, lost, archive);
        expect(foundAt(outcome)).toEqual(expect.arrayContaining([...lost].map(placeOf)));
        expect(foundAt(outcome)).toHaveLength(lost.size);
        expect(table.content()).toBe(contentOf(events));
        expect(outcome.repaired).toMatchObject({ put: lost.size, after: { findings: [], isProven: true } });
      }),
      { numRuns: 100 },
    );
  });

  it('that half holds entries which were never archived is made whole from the entries themselves', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyLoss, async (story, loss) => {
        const events = await eventsOf(story);
        const lost = chosenFrom(
          events.filter((event) => !event.published && kindOf(event) === 'account'),
          loss,
        );
        const captures = chosenFrom(
          events.filter((event) => typeOf(event) === 'HoldCaptured'),
          loss,
        );
        const all = new Set([...lost, ...captures]);
        const { table, outcome } = await restored(events, all, memoryArchive());
        expect([...foundAt(outcome)].sort()).toEqual([...all].map(placeOf).sort());
        expect(table.content()).toBe(contentOf(events));
      }),
      { numRuns: 100 },
    );
  });
});
