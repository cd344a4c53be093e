import type { Chance } from '../verifiers/chance.ts';
import { thenMended } from './file-tamperings.ts';
import { foreignEntry } from './foreign-entries.ts';
import { entriesIn, signedByStranger, textOfEntries, withEntries } from './rewritten-log.ts';
import { chosen, linesIn, type Tampering, type Tamperings, textIn, withFile, withLines } from './tampering.ts';
import type { TrailFiles } from './verifier.ts';

/** Changes entries of the log, and whatever of the trail can be made to agree with them again. */

type Change = (entries: readonly string[], chance: Chance) => readonly string[] | undefined;

const changes: Readonly<Record<string, Change>> = {
  'an entry is edited': (entries, chance) => {
    const at = chance.below(entries.length);
    const edited = editedText(entries[at] ?? '', chance);
    return edited === undefined ? undefined : entries.toSpliced(at, 1, edited);
  },
  'an entry is dropped': (entries, chance) => entries.toSpliced(chance.below(entries.length), 1),
  'the last entries are dropped': (entries, chance) => entries.slice(0, chance.below(entries.length)),
  'an entry is inserted': (entries, chance) =>
    entries.toSpliced(chance.below(entries.length), 0, entries[chance.below(entries.length)] ?? ''),
  'two entries are swapped': (entries, chance) => {
    const [one, other] = [chance.below(entries.length), chance.below(entries.length)];
    return one === other ? undefined : entries.with(one, entries[other] ?? '').with(other, entries[one] ?? '');
  },
  'an entry is cut off': (entries, chance) => {
    const at = chance.below(entries.length);
    const entry = entries[at] ?? '';
    return entries.with(at, entry.slice(0, chance.below(entry.length)));
  },
};

/** An amount, a name or a description that is another one. */
const editedText = (text: string, chance: Chance): string | undefined => {
  const places = [...text.matchAll(/[0-9a-z](?=[^"]*")/g)].map(({ index }) => index);
  const at = chosen(places, chance);
  if (at === undefined) return undefined;
  const character = text.charAt(at);
  const next = /\d/.test(character) ? String((Number(character) + 1) % 10) : character === 'a' ? 'b' : 'a';
  return `${text.slice(0, at)}${next}${text.slice(at + 1)}`;
};

/** In a whole log, with its bundles and tiles made anew; `isResigned` adds a checkpoint by another key. */
const inWhole =
  (change: Change, isResigned: boolean): Tampering =>
  ({ trail, chance }) => {
    const entries = entriesIn(trail.files);
    const changed = entries.length === 0 ? undefined : change(entries, chance);
    if (changed === undefined || changed.length === 0) return undefined;
    const files = withEntries(trail.files, changed);
    return { files: isResigned ? resigned(files, changed) : files };
  };

const resigned = (files: TrailFiles, entries: readonly string[]): TrailFiles => {
  const [origin = ''] = (textIn(files, 'checkpoint') ?? '').split('\n');
  const { note, key } = signedByStranger(textOfEntries(origin, entries));
  return withKeys(withFile(files, 'checkpoint', note), [key]);
};

export const withKeys = (files: TrailFiles, keys: readonly string[]): TrailFiles =>
  withFile(
    files,
    'policy.json',
    (textIn(files, 'policy.json') ?? '').replace(
      /"keys":\[[^\]]*\]/,
      () => `"keys":${JSON.stringify(keys.toSorted())}`,
    ),
  );

/** In an extract, with the lines as they are. */
const inExtract =
  (change: Change): Tampering =>
  ({ trail, chance }) => {
    const lines = linesIn(trail.files, 'extract.jsonl');
    const changed = lines.length === 0 ? undefined : change(lines, chance);
    return changed === undefined ? undefined : { files: withLines(trail.files, 'extract.jsonl', changed) };
  };

export const entryTamperings: Tamperings = Object.fromEntries([
  ['an entry that was not asked for is put into an extract', thenMended(foreignEntry)] as const,
  ...Object.entries(changes).flatMap(
    ([name, change]) =>
      [
        [`${name} in a whole log, tiles and manifest mended`, thenMended(inWhole(change, false))],
        [`${name} in a whole log, signed with another key`, thenMended(inWhole(change, true))],
        [`${name} in an extract, and the manifest mended`, thenMended(inExtract(change))],
      ] as const,
  ),
]);
