import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  embeddedBytesMaximum,
  embeddedPaths,
  type ReportContents,
  renderReport,
} from '../../functions/runtime/trail/render-report.ts';
import { manifestName, manifestOf } from '../../functions/runtime/trail/trail-manifest.ts';
import { assetsFolder, type TrailFiles } from './verifier.ts';

const unlisted: readonly string[] = [manifestName, 'VERIFY.md', 'report.html', 'verify.mjs'];

/** What can be tampered with so that the manifest tells of it. */
export const listedIn = (files: TrailFiles): readonly string[] =>
  [...files.keys()].filter((path) => !unlisted.includes(path));

/** The files with a manifest and a page that are of them: whoever tampers with a trail does that first. */
export const mended = (files: TrailFiles): TrailFiles => {
  const listed = listedIn(files)
    .toSorted()
    .map((path) => ({ path, bytes: files.get(path) ?? Buffer.alloc(0) }));
  const manifest = manifestOf(
    listed.map(({ path, bytes }) => ({
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    })),
  );
  const shown = listed.filter(
    ({ path, bytes }) => embeddedPaths.includes(path) && bytes.length <= embeddedBytesMaximum,
  );
  const texts = Object.fromEntries(shown.map(({ path, bytes }) => [path, bytes.toString()]));
  const { openedAt, closedAt } = contentsIn(files);
  const report = renderReport(template, { openedAt, closedAt, files: { ...texts, [manifestName]: manifest } });
  return new Map([...files, [manifestName, Buffer.from(manifest)], ['report.html', Buffer.from(report)]]);
};

const template = readFileSync(join(assetsFolder, 'report.html'), 'utf8');

/** What the page of a trail shows. */
export const contentsIn = (files: TrailFiles): ReportContents => {
  const [, json = ''] = /id="trail">(.*?)<\/script>/s.exec(files.get('report.html')?.toString() ?? '') ?? [];
  return JSON.parse(json);
};
