import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The files of a trail, by path. */
export type TrailFiles = ReadonlyMap<string, Buffer>;

export type VerifyOptions = { readonly keys?: readonly string[]; readonly checkpoint?: string };

export type Verdict = {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly status: 'checked' | 'failed' | 'not checked' | 'not reached';
    readonly detail: string;
    readonly faults: readonly string[];
  }[];
};

export type Verify = (files: TrailFiles, options?: VerifyOptions) => Verdict;

type Source = {
  readonly paths: readonly string[];
  readonly read: (path: string) => Buffer;
  readonly chunks: (path: string) => Iterable<Buffer>;
};

export const assetsFolder = join(import.meta.dirname, '../../functions/trail/assets');

/** The verifier of trails, which is plain JavaScript. It reads what it is given as if it were a folder. */
export const loadVerifier = async (): Promise<Verify> => {
  const module: { readonly verify: (source: Source, options?: VerifyOptions) => Verdict } = await import(
    pathToFileURL(join(assetsFolder, 'verify.mjs')).href
  );
  return (files, options) => module.verify(sourceOf(files), options);
};

const sourceOf = (files: TrailFiles): Source => {
  const read = (path: string): Buffer => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`${path} is missing`);
    return bytes;
  };
  return {
    paths: [...files.keys()],
    read,
    // In two pieces, so that lines lie across them.
    chunks: (path) => {
      const bytes = read(path);
      const middle = Math.floor(bytes.length / 2);
      return [bytes.subarray(0, middle), bytes.subarray(middle)];
    },
  };
};

/** The names of the checks that failed. */
export const failedIn = ({ checks }: Verdict): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ name }) => name);
