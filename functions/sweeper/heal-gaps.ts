import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { Row } from '../../domain/ports/projection-store.ts';
import { entryKey, type GapRow, queueOf } from '../../domain/projections/balance-rows.ts';
import { instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { cloudEventOf } from '../facts/cloud-event.ts';
import { factOfVersion } from '../runtime/fact-of-version.ts';
import { log } from '../runtime/log.ts';
import { ledgerOfRow } from './ledger-of-row.ts';
import type { SweepDependencies } from './sweep.ts';

/** Accounts with gaps that one sweep looks at, and the facts that it publishes again; the next one goes on. */
export const gapsMaximum = 20;
export const factsMaximum = 100;

/** How far back in an account's versions one sweep looks for what is missing. */
export const versionsMaximum = 5_000;

const pageMaximum = 500;

/** What is missing for so long does not come by itself any more, in milliseconds. */
export const gapAfter = 2 * 60_000;

/**
 * Publishes again what consumers have missed: where versions of an account are missing in the views, the event store
 * tells which facts they came from. Whoever has seen a fact already leaves it alone. Counts the gaps that it finds.
 */
export const healGaps = async (dependencies: SweepDependencies): Promise<void> => {
  const { views, clock, count, publisher, ledger } = dependencies;
  const since = instantOf(millisecondsOf(clock.now()) - gapAfter);
  const rows = await views.dueBy(queueOf('gaps'), since, gapsMaximum);
  if (rows.length === 0) return;
  count('AccountVersionGaps', rows.length);
  const facts = new Map<string, StoredEvent>();
  for (const row of rows)
    for (const version of await missingVersions(dependencies, row)) {
      if (facts.size >= factsMaximum) break;
      const fact = await factOfVersion(ledger.eventStore, {
        ledger: ledgerOfRow(row),
        accountId: row.key.sort,
        version,
      });
      facts.set(`${fact.streamId}@${fact.version}`, fact);
    }
  const outgoing = [...facts.values()].map((event) => cloudEventOf(event, clock.now()));
  const unsent = await publisher.publish(outgoing);
  if (unsent.length > 0) count('UnsentFacts', unsent.length);
  log.warn('facts were published again', { accounts: rows.length, facts: outgoing.length, unsent: unsent.length });
};

// Each version that was applied has an entry row, so what is missing is what has none; the newest are looked at first.
const missingVersions = async ({ views }: SweepDependencies, row: Row): Promise<readonly number[]> => {
  const { version, applied, accountId } = row.body as unknown as GapRow;
  const newest = entryKey(ledgerOfRow(row), accountId, version + 1);
  const missing: number[] = [];
  let after = newest.sort;
  let expected = version;
  const oldest = Math.max(0, version - versionsMaximum);
  while (expected > oldest && missing.length < version - applied) {
    const page = await views.query({ partition: newest.partition, after, descending: true, limit: pageMaximum });
    for (const { key } of page) {
      for (; expected > Number(key.sort); expected -= 1) missing.push(expected);
      expected -= 1;
      after = key.sort;
    }
    if (page.length === pageMaximum) continue;
    for (; expected > oldest; expected -= 1) missing.push(expected);
  }
  return missing;
};
