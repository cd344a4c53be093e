import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Files by their paths below one place. */
export type FileSource = {
  readonly paths: readonly string[];
  readonly read: (path: string) => Buffer;
  readonly chunks: (path: string) => Iterable<Buffer>;
};

export type TrailCheck = {
  readonly name: string;
  readonly status: 'checked' | 'failed' | 'not checked' | 'not reached';
  /** Why it was not checked, where it was not. */
  readonly detail: string;
  readonly faults: readonly string[];
};

export type TrailVerdict = { readonly ok: boolean; readonly checks: readonly TrailCheck[] };

export type TrailVerifier = (
  where: string | FileSource,
  options: {
    /** Verifier keys that are trusted. */
    readonly keys: readonly string[];
    /** A checkpoint that was kept from before, as its file has it. */
    readonly checkpoint?: string;
  },
) => TrailVerdict;

/** The verifier, the page and their text, which are the trail function's own. */
export const assetsFolder = join(import.meta.dirname, '../../functions/trail/assets');

/** The verifier that is in every trail: it is loaded as it is there, because it has to be one file without types. */
export const loadVerifier = async (): Promise<TrailVerifier> => {
  const module: { readonly verify: TrailVerifier } = await import(pathToFileURL(join(assetsFolder, 'verify.mjs')).href);
  return module.verify;
};
