import { base64Of } from '../../../domain/audit/log/bytes.ts';
import type { Tile } from '../../../domain/audit/log/tile.ts';
import { allExports } from '../../../domain/audit/trail/all-exports.ts';
import { shownAccounts } from '../../../domain/audit/trail/shown-account.ts';
import { type ShownEntry, shownEntryOf } from '../../../domain/audit/trail/shown-entry.ts';
import type { Piece, TrailContents } from '../../../domain/audit/trail/trail-export.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { choiceOfEntries } from './chosen-entries.ts';
import type { TrailPlan } from './plan-trail.ts';
import { sealedEntries, sealedTile, type TrailArchive } from './sealed-log.ts';
import { type LogEntry, logEntries } from './trail-entries.ts';
import { type Told, toldBy } from './trail-facts.ts';
import type { TrailFolder } from './trail-folder.ts';
import { treePaths } from './tree-paths.ts';

export type WritingOptions = {
  readonly archive: TrailArchive;
  readonly digest: BytesDigest;
  readonly folder: TrailFolder;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Writes all that is made of a trail's entries, in one pass over them; what is complete already is left as it is. */
export const writeEntries = async (plan: TrailPlan, options: WritingOptions): Promise<void> => {
  const { archive, digest, folder } = options;
  const { ledger, covers } = plan.policy;
  const writers = unfinishedWriters(plan, options);
  if (writers.length === 0 && !folder.hasLost) return;
  const isChosen = choiceOfEntries(plan.policy);
  for (const { begin } of writers) folder.add(begin());
  for await (const entries of chosenBundles(plan, archive)) {
    for (const entry of entries) {
      const told = await toldBy(entry, isChosen.needsFact, { archive, ledger, digest });
      if (!isChosen.chooses(entry, told)) continue;
      if (told.apart !== undefined) await writeApart(told.apart, folder);
      for (const { add } of writers) folder.add(await add(entry, told));
    }
    await folder.flushIfFull();
    options.onProgress?.((entries.at(-1)?.index ?? 0) + 1 - covers.firstIndex, covers.endIndex - covers.firstIndex);
  }
  for (const { end, paths } of writers) {
    folder.add(end());
    await folder.finish(paths);
  }
};

/** Something that is written of the chosen entries, as far as it is not complete. */
type Writer = {
  readonly paths: readonly string[];
  readonly begin: () => readonly Piece[];
  readonly add: (entry: LogEntry, told: Told) => Promise<readonly Piece[]> | readonly Piece[];
  readonly end: () => readonly Piece[];
};

const unfinishedWriters = (plan: TrailPlan, options: WritingOptions): readonly Writer[] => {
  const has = options.folder.has;
  return [...(plan.policy.mode === 'extract' ? [extractWriter(plan, options)] : []), exportsWriter(plan, options)]
    .map((writer) => ({ ...writer, paths: writer.paths.filter((path) => !has(path)) }))
    .filter(({ paths }) => paths.length > 0);
};

const extractWriter = ({ policy, checkpoint }: TrailPlan, { archive, digest }: WritingOptions): Writer => {
  const path = 'extract.jsonl';
  const readTile = (tile: Tile) => sealedTile(archive, policy.ledger, tile);
  const { inclusion } = treePaths({ size: checkpoint.size, digest, readTile });
  return {
    paths: [path],
    begin: () => [{ path, text: '' }],
    add: async ({ index, line }) => {
      const hashes = (await inclusion(index)).map(base64Of);
      return [{ path, text: `${canonicalJson({ entry: line, hashes, index })}\n` }];
    },
    end: () => [],
  };
};

const exportsWriter = (plan: TrailPlan, { digest, folder }: WritingOptions): Writer => {
  const contents = contentsOf(plan);
  const exports = allExports(contents, digest).filter(({ paths }) => paths.some((path) => !folder.has(path)));
  const accounts = new Map<string, TrailContents['accounts'][number]>(
    contents.accounts.map((account) => [account.accountId, account]),
  );
  // An export may have several files, of which some are complete.
  const unfinished = (pieces: Iterable<Piece>): readonly Piece[] => [...pieces].filter(({ path }) => !folder.has(path));
  const shownIn = ({ index }: LogEntry, { fact }: Told): ShownEntry | undefined =>
    fact?.type === 'JournalEntryPosted' ? shownEntryOf(index, fact, accounts) : undefined;
  return {
    paths: exports.flatMap(({ paths }) => paths),
    begin: () => exports.flatMap(({ begin }) => unfinished(begin())),
    add: (entry, told) => {
      const shown = shownIn(entry, told);
      return shown === undefined ? [] : exports.flatMap(({ add }) => unfinished(add(shown)));
    },
    end: () => exports.flatMap(({ end }) => unfinished(end())),
  };
};

const contentsOf = ({ policy, closes, closingHeads, previous }: TrailPlan): TrailContents => {
  const { accounts: asked } = policy.asked;
  const chosen = new Set<string>(asked ?? []);
  const isShown = ({ accountId }: { readonly accountId: string }) => asked === null || chosen.has(accountId);
  return {
    policy,
    openedAt: closes.opening?.closedAt ?? null,
    closedAt: closes.closing.closedAt,
    accounts: shownAccounts(previous?.heads.accounts ?? [], closingHeads.accounts.filter(isShown)),
  };
};

/** The covered entries, after the opening close, which is chosen too. */
const chosenBundles = ({ policy: { ledger, covers }, checkpoint }: TrailPlan, archive: TrailArchive) =>
  logEntries({
    firstIndex: covers.openingClose ?? covers.firstIndex,
    endIndex: covers.endIndex,
    size: checkpoint.size,
    readBundle: (bundle) => sealedEntries(archive, ledger, bundle),
  });

const writeApart = async ({ name, text }: NonNullable<Told['apart']>, folder: TrailFolder): Promise<void> => {
  if (!folder.has(`text/${name}`)) await folder.write(`text/${name}`, text);
};
