import { isArchiveRow } from '../../../domain/audit/sequence.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { processForAudit } from '../../../functions/audit/process-for-audit.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { consumerConformance } from '../../contract/consumer-conformance.ts';
import { archivedFacts } from '../../support/archived-facts.ts';

consumerConformance('audit', ({ store, parking, clock, waiting, count }) => {
  const archive = memoryArchive();
  return {
    handle: consumer({
      name: 'audit',
      process: processForAudit({ store, archive, clock, waiting, digest: sha256, count }),
      parking,
      clock,
      count,
    }),
    // Every fact once, in whatever order it arrived.
    effects: async () => [...(await archivedFacts(archive))].sort().join('\n'),
    isDerived: (key) => !isArchiveRow(key),
  };
});
