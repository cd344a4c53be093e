import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrailPolicy } from '../../../domain/audit/trail/trail-policy.ts';
import { accepted, type Result } from '../../../domain/shared/result.ts';
import { claimFolder, closesBegunWith } from './claim-folder.ts';
import { type PlanOptions, planTrail, type TrailRejection } from './plan-trail.ts';
import { notesName, openTrailFolder } from './trail-folder.ts';
import { manifestName, manifestOf, type TrailFile } from './trail-manifest.ts';
import { writeEntries } from './write-entries.ts';
import { writeEvidence } from './write-evidence.ts';
import { writePages } from './write-pages.ts';

export type MakeTrailOptions = PlanOptions & {
  /** Takes the trail. What an earlier call that was stopped has completed there is kept. */
  readonly folder: string;
  /** Where the verifier, the page and their text are. */
  readonly assetsFolder: string;
  /** Told of entries of the log as they are gone through, and of how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
};

export type MadeTrail = {
  readonly policy: TrailPolicy;
  /** Those that the manifest lists. */
  readonly files: readonly TrailFile[];
  /** SHA-256 of the manifest, in hex. */
  readonly hash: string;
};

/**
 * Makes the trail of a period, as docs/trail-format.md says, from a ledger's archive alone. Made twice it is the same
 * twice, and what is in memory does not grow with the entries. Throws PermanentFailure where the folder holds something
 * else, InvariantViolation where the archive is not what a log left, and what the archive throws.
 */
export const makeTrail = async (options: MakeTrailOptions): Promise<Result<MadeTrail, TrailRejection>> => {
  const pinned = options.pinned ?? (await closesBegunWith(options.folder, options));
  const plan = await planTrail({ ...options, pinned });
  if (!plan.ok) return plan;
  const { policy } = plan.value;
  await claimFolder(options.folder, plan.value);
  const folder = await openTrailFolder(options.folder);
  await writeEvidence(plan.value, { ...options, folder });
  await writeEntries(plan.value, { ...options, folder });
  const files = folder.files();
  const manifest = manifestOf(files);
  await writePages(plan.value, { ...options, files, manifest });
  await writeFile(join(options.folder, manifestName), manifest);
  await rm(join(options.folder, notesName));
  return accepted({ policy, files, hash: createHash('sha256').update(manifest).digest('hex') });
};
