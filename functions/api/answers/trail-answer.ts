import type { TrailOutcome, TrailRequest } from '../../runtime/trail/kept-trails.ts';
import { trailPrefix } from '../../runtime/trail/kept-trails.ts';
import type { TrailFile } from '../../runtime/trail/trail-manifest.ts';
import { type TrailAnswer, trailFilesListed } from '../schemas/trails.ts';

/** A trail as far as it is known. */
export type KnownTrail = {
  readonly id: string;
  readonly request: TrailRequest;
  readonly outcome: TrailOutcome | undefined;
  /** Of one that is made. */
  readonly files: readonly TrailFile[];
  /** Whether the making has ended, if it has not come to anything. */
  readonly hasFailed: boolean;
};

export const trailAnswer = ({ id, request, outcome, files, hasFailed }: KnownTrail): TrailAnswer => ({
  id,
  status: outcome?.status ?? (hasFailed ? 'failed' : 'asked'),
  askedAt: request.askedAt,
  ...request.asked,
  ...(outcome?.status === 'made'
    ? {
        covers: outcome.covers,
        location: trailPrefix(id),
        hash: outcome.hash,
        fileCount: files.length,
        files: files.slice(0, trailFilesListed),
      }
    : { covers: null, location: null, hash: null, fileCount: null, files: null }),
  reason: outcome?.status === 'refused' ? { code: outcome.code, detail: outcome.detail } : null,
});
