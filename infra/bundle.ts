import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { keepOnly, writeIfChanged } from './bundle-files.ts';

export type BundleOptions = {
  /** Holds one folder a function, each with a `handler.ts` that exports `handler`, and perhaps `assets`. */
  readonly sourceFolder: string;
  /** Takes one folder a function, `functions/<name>`, with `index.mjs` and its assets; beside them, the source maps. */
  readonly targetFolder: string;
};

/** The folder of each function's bundle, by the function's name. */
export type Bundles = Readonly<Record<string, string>>;

/**
 * Bundles every function, with its dependencies, into a folder of its own: what `pulumi up` uploads and `npm start`
 * runs. The same sources give the same bytes and the same times of change, so nothing is uploaded that did not change.
 * Throws esbuild's error where a source cannot be bundled.
 */
export const bundleFunctions = async ({ sourceFolder, targetFolder }: BundleOptions): Promise<Bundles> => {
  const names = await functionNames(sourceFolder);
  const target = resolve(targetFolder);
  const { outputFiles } = await build({
    ...settings,
    write: false,
    entryPoints: names.map((name) => ({ in: join(sourceFolder, name, 'handler.ts'), out: join(name, 'index') })),
    outdir: target,
  });
  for (const { path, contents } of outputFiles) await writeIfChanged(placeOf(target, path), contents);
  for (const name of names) {
    const assets = await copyAssets(join(sourceFolder, name, assetsName), join(target, 'functions', name, assetsName));
    await keepOnly(join(target, 'functions', name), ['index.mjs', ...(assets.length > 0 ? [assetsName] : [])]);
  }
  return Object.fromEntries(names.map((name) => [name, join(target, 'functions', name)]));
};

const settings = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // The packages' ESM builds are the ones that can be stripped of what is not used.
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  // A stack trace, and a state machine that catches an error by its name, need the names as they were written.
  minifyIdentifiers: false,
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  // Packages that are still CommonJS call `require`, which a module does not have.
  banner: {
    js: [
      "import { createRequire as createRequireForBundle } from 'node:module';",
      'const require = createRequireForBundle(import.meta.url);',
    ].join(''),
  },
  logLevel: 'silent',
} satisfies BuildOptions;

/** A folder that a function may have: its files are taken along as they are. */
const assetsName = 'assets';

const copyAssets = async (source: string, target: string): Promise<readonly string[]> => {
  if (!existsSync(source)) return [];
  const names = (await readdir(source)).sort();
  for (const name of names) await writeIfChanged(join(target, name), await readFile(join(source, name)));
  if (names.length > 0) await keepOnly(target, names);
  return names;
};

const functionNames = async (sourceFolder: string): Promise<readonly string[]> => {
  const entries = await readdir(sourceFolder);
  return entries.filter((entry) => existsSync(join(sourceFolder, entry, 'handler.ts'))).sort();
};

/** A source map stays out of the function's folder, so that it is not uploaded with it. */
const placeOf = (target: string, path: string): string =>
  join(target, path.endsWith('.map') ? 'maps' : 'functions', ...relative(target, path).split(sep));
