import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrailPlan } from './plan-trail.ts';
import { embeddedBytesMaximum, embeddedPaths, renderReport } from './render-report.ts';
import { manifestName, type TrailFile } from './trail-manifest.ts';

export type PagesOptions = {
  /** Of the trail, whose files are complete. */
  readonly folder: string;
  /** Where the verifier, the page and their text are. */
  readonly assetsFolder: string;
  readonly files: readonly TrailFile[];
  readonly manifest: string;
};

/** Writes what the manifest does not list: the verifier and its text as they are, and the page with what it shows. */
export const writePages = async ({ closes }: TrailPlan, options: PagesOptions): Promise<void> => {
  const { folder, assetsFolder, files, manifest } = options;
  for (const name of ['VERIFY.md', 'verify.mjs']) await copyFile(join(assetsFolder, name), join(folder, name));
  const shown = files.filter(({ path, size }) => embeddedPaths.includes(path) && size <= embeddedBytesMaximum);
  const texts = await Promise.all(
    shown.map(async ({ path }) => [path, await readFile(join(folder, path), 'utf8')] as const),
  );
  const report = renderReport(await readFile(join(assetsFolder, 'report.html'), 'utf8'), {
    openedAt: closes.opening?.closedAt ?? null,
    closedAt: closes.closing.closedAt,
    files: Object.fromEntries([...texts, [manifestName, manifest]]),
  });
  await writeFile(join(folder, 'report.html'), report);
};
