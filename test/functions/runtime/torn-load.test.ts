import { describe, expect, it } from '@jest/globals';
import { auditProjection } from '../../../domain/audit/audit-projection.ts';
import { gapsOf } from '../../../domain/audit/finding.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { gapKey } from '../../../domain/projections/balance-rows.ts';
import type { Projection } from '../../../domain/projections/projection.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

describe('rows that are read one by one', () => {
  it.each([
    ['balance', balanceProjection, gapKey('main', 'a').partition],
    ['audit', auditProjection(sha256), gapsOf('main')],
  ] as const)('leave no gap behind that another %s worker noted in between', async (_, projection, gaps) => {
    const { opened, posted } = await twoVersions();
    const rows = memoryProjectionStore();
    const other = processing(projection, rows);
    let hasRead = false;
    const torn: ProjectionStore = {
      ...rows,
      // Whatever is there of gaps was read before the other worker came by, and the rest after it.
      load: async (keys) => {
        const before = await rows.load(keys.filter(({ partition }) => partition === gaps));
        if (!hasRead) await other(posted);
        hasRead = true;
        return [...before, ...(await rows.load(keys.filter(({ partition }) => partition !== gaps)))];
      },
    };
    expect((await processing(projection, torn)(opened)).failure).toBeUndefined();
    expect(await rows.query({ partition: gaps, limit: 10 })).toEqual([]);
  });
});

const twoVersions = async () => {
  const ledger = testLedger();
  await open(ledger, 'a');
  await open(ledger, 'b');
  await post(ledger, 'one', entryOf('a', 'b', '1.00'));
  const events = await publishedIn(ledger.eventStore);
  const isEntry = ({ text }: { readonly text: string }): boolean => text.includes('JournalEntryPosted');
  return { opened: events.filter((event) => !isEntry(event)), posted: events.filter(isEntry) };
};

const processing = (projection: Projection, store: ProjectionStore) => {
  const waiting = { pause: async () => {}, random: () => 0 };
  const process = projectFacts({ projection, store, clock: { now: () => relayedAt }, waiting });
  return (events: Awaited<ReturnType<typeof publishedIn>>) =>
    process(events.map((event) => ({ delivered: deliveredFact(event), relayedAt })));
};
