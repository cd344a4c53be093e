import { particularsOf } from '../../domain/audit/particulars.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { archiveFacts } from '../../functions/audit/archive-facts.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { optionsWith } from '../functions/audit/archive-parts.ts';
import { sealAtLast, sealOptions } from '../functions/audit/log-parts.ts';

/** An archive of some events, sealed, with the rows that tell how far it is. */
export const archiveAll = async (
  events: readonly StoredEvent[],
  archive: Archive = memoryArchive(),
): Promise<{ readonly archive: Archive; readonly rows: ProjectionStore }> => {
  const rows = memoryProjectionStore();
  const facts = events.map((event) => {
    const delivered = deliveredFact(event);
    return { ...delivered, particulars: particularsOf(delivered.fact) };
  });
  await archiveFacts('main', facts, optionsWith(rows, archive));
  await sealAtLast(sealOptions(rows, archive));
  return { archive, rows };
};
