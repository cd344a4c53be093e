import type { TrailOutcome, TrailRequest } from '../../runtime/trail/kept-trails.ts';
import { trailPrefix } from '../../runtime/trail/kept-trails.ts';
import type { TrailFile } from '../../runtime/trail/trail-manifest.ts';
import { type TrailAnswer, trailFilesListed } from '../schemas/trails.ts';

export type TrailFailure = { readonly code: 'TrailNotMade' | 'TrailNotStarted'; readonly detail: string };

/** A trail as far as it is known. */
export type KnownTrail = {
  readonly id: string;
  readonly request: TrailRequest;
  readonly outcome: TrailOutcome | undefined;
  /** Of one that is made. */
  readonly files: readonly TrailFile[];
  /** Why it will not come to anything as it is, where nothing makes it any more and it has come to nothing. */
  readonly failure: TrailFailure | undefined;
};

export const trailAnswer = ({ id, request, outcome, files, failure }: KnownTrail): TrailAnswer => ({
  id,
  status: outcome?.status ?? (failure !== undefined ? 'failed' : 'asked'),
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
  reason: outcome?.status === 'refused' ? { code: outcome.code, detail: outcome.detail } : (failure ?? null),
});
