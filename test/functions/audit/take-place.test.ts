import { describe, expect, it } from '@jest/globals';
import { type Close, closeLine } from '../../../domain/audit/close/close-line.ts';
import { type DraftSegment, segmentName, segmentOf } from '../../../domain/audit/sequence.ts';
import type { RowChange } from '../../../domain/ports/projection-store.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { takePlace } from '../../../functions/audit/take-place.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { factsNamed } from './archive-parts.ts';

const place = { next: 7, revision: 3 };

/** What is committed where a draft is to take the place, at which there is a body already or nothing. */
const committed = async (draft: DraftSegment, found?: string): Promise<readonly RowChange[]> => {
  const archive = memoryArchive();
  if (found !== undefined) await archive.create(segmentName('main', place.next), found);
  const commits: (readonly RowChange[])[] = [];
  const store = {
    load: async () => [],
    commit: async (changes: readonly RowChange[]) => {
      commits.push(changes);
      return 'committed' as const;
    },
  };
  await takePlace('main', { place, draft }, { archive, store, digest: sha256 });
  expect(commits).toHaveLength(1);
  return commits.flat();
};

const draftWithClose = (): DraftSegment => {
  const { body, entries = [], textsApart } = segmentOf(place.next, factsNamed('a', 'b'), sha256);
  const close: Close = {
    ...{ ledger: 'main', accounts: 0, closedAt: instantOf(1_764_000_000_000), currencies: [], heads: 'x' },
    ...{ previous: null, reason: 'demand' as const },
  };
  const sequence = place.next + 2;
  return { body: `${body}${closeLine(sequence, close)}\n`, textsApart, entries: [...entries, { sequence, close }] };
};

describe('a place', () => {
  it('gets the same rows by what the draft knows and by what is read of it', async () => {
    const draft = draftWithClose();
    const rows = await committed(draft);
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(await committed(draft, draft.body));
    expect(rows).toEqual(await committed({ ...draft, entries: undefined }));
  });

  it('is read only where it was not made just now', async () => {
    const draft = { ...segmentOf(place.next, factsNamed('a'), sha256), entries: [] };
    expect(await committed(draft)).toHaveLength(1);
    expect(await committed(draft, draft.body)).toHaveLength(2);
  });

  it('gets the rows of what was found there, whatever was to be written', async () => {
    const [mine, others] = [factsNamed('a'), factsNamed('x', 'y')].map((facts) => segmentOf(place.next, facts, sha256));
    if (mine === undefined || others === undefined) throw new Error('No drafts');
    expect(await committed(mine, others.body)).toEqual(await committed(others));
  });
});
