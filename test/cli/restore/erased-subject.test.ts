import { describe, expect, it } from '@jest/globals';
import { verifyRestore } from '../../../cli/restore/verify-restore.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { memorySubjectKeys } from '../../../functions/adapters/memory/subject-keys.ts';
import { eraseSubject } from '../../../functions/commands/erase-subject.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { damagedTable } from '../../support/damaged-table.ts';
import { origin } from '../../support/test-ledger.ts';
import { smallLedger } from './small-ledger.ts';

/** One subject is erased, and then again, when there is nothing any more. */
const erasing = async (ledger: Ledger): Promise<void> => {
  const subjectKeys = memorySubjectKeys();
  await subjectKeys.keyFor('main', 'person-1');
  for (const key of ['first', 'second'])
    await eraseSubject({ ledger, subjectKeys }, { origin, key, body: { subject: 'person-1' } });
};

describe('a restored table of a ledger on which a subject was erased', () => {
  it('is whole', async () => {
    const { events, archive } = await smallLedger(erasing);
    const { before } = await verifyRestore({ table: damagedTable(events), archive, onStep: () => {} }, false);
    expect(before).toMatchObject({ findings: [], isProven: true, archived: 5 });
  });

  it('gets an erasure back that it lacks', async () => {
    const { events, archive } = await smallLedger(erasing);
    const earlier = events.filter(({ streamId }) => partsOf(streamId).kind !== 'subjectKey');
    const table = damagedTable(earlier);
    const { before, repaired } = await verifyRestore({ table, archive, onStep: () => {} }, true);
    expect(before.findings).not.toEqual([]);
    expect(repaired).toMatchObject({ put: 1, after: { findings: [] } });
    expect(table.content()).toContain('SubjectErased');
  });
});
