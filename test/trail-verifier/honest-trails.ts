import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseNote } from '../../domain/audit/log/signed-note.ts';
import type { TrailAsked } from '../../domain/audit/trail/trail-policy.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../functions/runtime/trail/make-trail.ts';
import type { TrailArchive } from '../../functions/runtime/trail/sealed-log.ts';
import type { TrailStory } from '../arbitraries/trail-stories.ts';
import { day } from '../support/closed-log.ts';
import { accountId, entryOf, post } from '../support/test-ledger.ts';
import { toldTrailStory } from '../support/told-trail-story.ts';
import { assetsFolder, type TrailFiles } from './verifier.ts';

/** A trail as it was made. */
export type HonestTrail = {
  readonly name: string;
  readonly files: TrailFiles;
  /** The verifier key that its checkpoint is signed with. */
  readonly key: string;
  readonly archive: TrailArchive;
  readonly asked: TrailAsked;
  /** All checkpoints of its log, oldest first. */
  readonly checkpoints: readonly string[];
};

/** The trails of a story: of everything, of periods if it has some, and of some accounts. */
export const honestTrails = async (
  story: TrailStory,
  { folder, number }: { readonly folder: string; readonly number: number },
): Promise<readonly HonestTrail[]> => {
  const log = await toldTrailStory(story);
  if (number % 5 === 0) await addMore(log, story, 1);
  const size = sizes[number % 60];
  if (size !== undefined) await addMore(log, story, size - (await newestSize(log.archive)) - 1);
  const checkpoints = await checkpointsOf(log.archive);
  const trails: HonestTrail[] = [];
  for (const [kind, asked] of askedOf(story, { number, closes: log.closes.length })) {
    const target = join(folder, `${number}`);
    const options = { ledger: 'main', asked, archive: log.archive, digest: bytesSha256, folder: target, assetsFolder };
    const made = await makeTrail(options);
    if (!made.ok) throw new Error(`${number} ${kind}: ${made.rejection.code}`);
    const files = filesIn(target);
    const key = signerIn(files, made.value.policy.keys);
    trails.push({ name: `${number} ${kind}`, files, key, archive: log.archive, asked, checkpoints });
    rmSync(target, { recursive: true });
  }
  return trails;
};

/** Sizes at which bundles and tiles are just full, and one less and one more. */
const sizes: Readonly<Record<number, number>> = { 7: 255, 17: 256, 27: 257, 37: 511, 47: 512, 57: 513 };

/** Entries between two accounts, the first of them with a fact whose text is apart, and a close. */
const addMore = async (
  log: Awaited<ReturnType<typeof toldTrailStory>>,
  { accounts }: TrailStory,
  count: number,
): Promise<void> => {
  const [one, other] = accounts;
  if (one === undefined || other === undefined) throw new Error('A story has two accounts');
  const body = entryOf(one.id, other.id, amountIn(one.currency), one.currency);
  for (let added = 0; added < count; added += 1) {
    const metadata: Readonly<Record<string, string>> = added === 0 ? { long: 'long '.repeat(14_000) } : {};
    await post(log.ledger, `more ${log.closes.length} ${added}`, { ...body, metadata });
  }
  await log.archiveNew();
  log.closes.push(await log.close(day(log.closes.length)));
  await log.seal();
};

const newestSize = async (archive: TrailArchive): Promise<number> =>
  Number((await checkpointsOf(archive)).at(-1)?.split('\n')[1]);

const amountIn = (currency: string): string => ({ JPY: '5', KWD: '5.000', CLF: '5.0000' })[currency] ?? '5.00';

const askedOf = (
  { accounts }: TrailStory,
  { number, closes }: { readonly number: number; readonly closes: number },
): readonly (readonly [string, TrailAsked])[] => {
  const some = accounts.filter((_, index) => index % 2 === number % 2).map(({ id }) => accountId(id));
  const everything: TrailAsked = { from: null, to: null, accounts: null };
  const period: TrailAsked = { ...everything, from: day(0), to: closes > 2 ? day(closes - 2) : null };
  return [
    ['whole', everything],
    ['accounts', { ...everything, accounts: some }],
    ...(closes > 1 ? ([['period', period]] as const) : []),
    ...(closes > 1 ? ([['accounts in a period', { ...period, accounts: some }]] as const) : []),
  ];
};

const checkpointsOf = async (archive: TrailArchive): Promise<readonly string[]> => {
  const prefix = 'log/main/checkpoint/';
  const names = await archive.list(prefix, undefined, 1_000);
  const sizes = names.map((name) => Number(name.slice(prefix.length))).sort((one, other) => one - other);
  const notes = await Promise.all(sizes.map((size) => archive.read(`${prefix}${size}`)));
  return notes.filter((note) => note !== undefined);
};

/** One of the keys that the newest checkpoint is signed with: those of the previous one may be others. */
const signerIn = (files: TrailFiles, keys: readonly string[]): string => {
  const { signatures = [] } = parseNote(files.get('checkpoint')?.toString() ?? '') ?? {};
  const ids = signatures.map(({ keyId }) => Buffer.from(keyId).toString('hex'));
  const found = keys.find((key) => ids.includes(key.split('+')[1] ?? ''));
  if (found === undefined) throw new Error('The policy names no key of the checkpoint');
  return found;
};

export const filesIn = (folder: string): TrailFiles => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
};
