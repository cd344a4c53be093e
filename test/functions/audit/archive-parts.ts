import type { Particulars } from '../../../domain/audit/particulars.ts';
import type { ArchivableFact } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { type ArchiveOptions, archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';

const particulars: Particulars = { what: 'Named', when: '2026-11-23T10:00:00.000Z', who: 'test', why: {}, changes: [] };

/** Facts as far as the archive looks at them. */
export const factsNamed = (...names: readonly string[]): readonly ArchivableFact[] =>
  names.map((name) => {
    const text = canonicalJson({ name });
    return { factId: `${streamIdOf('main', 'entry', name)}@0`, hash: sha256(text), text, particulars };
  });

export const optionsWith = (
  store: Pick<ProjectionStore, 'load' | 'commit'>,
  archive: Pick<Archive, 'create' | 'read'>,
): ArchiveOptions => ({
  store,
  archive,
  digest: sha256,
  waiting: { pause: async () => {}, random: () => 0 },
  onConflict: () => {},
});

/** Archives as a consumer does to which facts come again until they are archived. */
export const archiveAtLast = async (facts: readonly ArchivableFact[], options: ArchiveOptions): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await archiveFacts('main', facts, options);
    } catch (error) {
      if (!(error instanceof TransientFailure) || attempt > 100) throw error;
    }
  }
};
