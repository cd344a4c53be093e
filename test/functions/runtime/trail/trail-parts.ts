import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrailAsked } from '../../../../domain/audit/trail/trail-policy.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { type MadeTrail, type MakeTrailOptions, makeTrail } from '../../../../functions/runtime/trail/make-trail.ts';
import type { TrailArchive } from '../../../../functions/runtime/trail/sealed-log.ts';
import { closedLog, day } from '../../../support/closed-log.ts';
import { entryBody, entryOf, leg, open, post } from '../../../support/test-ledger.ts';

export const everything: TrailAsked = { from: null, to: null, accounts: null };

/** Folders that are gone when the tests are done: hand `remove` to `afterAll`. */
export const temporaryFolders = () => {
  const root = mkdtempSync(join(tmpdir(), 'quipu-trail-'));
  const assetsFolder = join(root, 'assets');
  mkdirSync(assetsFolder);
  for (const name of ['VERIFY.md', 'verify.mjs']) writeFileSync(join(assetsFolder, name), name);
  writeFileSync(join(assetsFolder, 'report.html'), '<script type="application/json" id="trail"></script>');
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return join(root, `trail-${count}`);
  };
  return { assetsFolder, fresh, remove: () => rmSync(root, { recursive: true, force: true }) };
};

/** All files of a folder by their paths, as text in which every byte is a character. */
export const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'latin1')]),
  );

/**
 * A log with three closes, on days 0, 1 and 2, of which all are sealed: accounts are opened and used before the first,
 * used and one more opened before the second, and left alone before the third.
 */
export const marketLog = async () => {
  const log = closedLog();
  for (const [id, type] of [
    ['assets:bank', 'asset'],
    ['sellers:1', 'liability'],
    ['fees', 'income'],
  ] as const)
    await open(log.ledger, id, { type });
  await post(log.ledger, '1', entryOf('assets:bank', 'sellers:1', '100.00'));
  const closes = [await closeAndSeal(log, 0)];
  await open(log.ledger, 'sellers:2', { type: 'liability' });
  const legs = [
    leg('assets:bank', 'debit', '50.00'),
    leg('sellers:2', 'credit', '48.00'),
    leg('fees', 'credit', '2.00'),
  ];
  await post(log.ledger, '2', entryBody(legs));
  await post(log.ledger, '3', entryOf('sellers:1', 'assets:bank', '30.00'));
  closes.push(await closeAndSeal(log, 1));
  closes.push(await closeAndSeal(log, 2));
  return { ...log, closes };
};

export const closeAndSeal = async (log: ReturnType<typeof closedLog>, days: number): Promise<number> => {
  await log.archiveNew();
  const index = await log.close(day(days));
  await log.seal();
  return index;
};

/** Makes a trail, and fails the test where there is none. */
export const madeTrail = async (
  archive: TrailArchive,
  options: Pick<MakeTrailOptions, 'folder' | 'assetsFolder'> & Partial<MakeTrailOptions>,
): Promise<MadeTrail> => {
  const made = await makeTrail({ ledger: 'main', asked: everything, archive, digest: bytesSha256, ...options });
  if (!made.ok) throw new Error(`${made.rejection.code}: ${made.rejection.detail}`);
  return made.value;
};
