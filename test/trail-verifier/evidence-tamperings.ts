import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { withKeys } from './entry-tamperings.ts';
import { thenMended } from './file-tamperings.ts';
import { contentsIn, listedIn } from './mended.ts';
import { signedByStranger } from './rewritten-log.ts';
import {
  chosen,
  linesIn,
  type Prey,
  type Tampering,
  type Tamperings,
  textIn,
  withFile,
  withLines,
} from './tampering.ts';

/** Changes what entries are checked against, and what is said of them. */

const replayed =
  (path: string): Tampering =>
  ({ trail, chance }) => {
    const note = chosen(trail.checkpoints, chance);
    const isThere = trail.files.has(path);
    return note === undefined || !isThere ? undefined : { files: withFile(trail.files, path, note) };
  };

const otherKey =
  (isAlso: boolean): Tampering =>
  ({ trail }) => {
    const note = textIn(trail.files, 'checkpoint') ?? '';
    const stranger = signedByStranger(note.slice(0, note.indexOf('\n\n') + 1));
    const [line = ''] = stranger.note.split('\n').slice(-2);
    const signed = withFile(trail.files, 'checkpoint', isAlso ? `${note}${line}\n` : stranger.note);
    return { files: isAlso ? signed : withKeys(signed, [stranger.key]) };
  };

/** The operator's own key, and another history: only who kept a checkpoint can tell. */
const rewritten: Tampering = ({ trail, other, chance }) => {
  const kept = chosen(trail.checkpoints, chance);
  if (kept === undefined || other.checkpoints.includes(kept)) return undefined;
  return { files: other.files, options: { keys: [other.key], checkpoint: kept } };
};

const proofs: Tampering = ({ trail, chance }) => {
  const path = chosen(
    ['extract.jsonl', 'previous/consistency', 'heads/closing.jsonl', 'heads/opening.jsonl'].filter((each) =>
      /[A-Za-z0-9+/]{43}=/.test(textIn(trail.files, each) ?? ''),
    ),
    chance,
  );
  const text = textIn(trail.files, path ?? '');
  if (path === undefined || text === undefined) return undefined;
  const hashes = [...text.matchAll(/"?[A-Za-z0-9+/]{43}="?[,\n]?/g)];
  const [one, other] = [chosen(hashes, chance), chosen(hashes, chance)];
  if (one === undefined || other === undefined) return undefined;
  const instead = chance.below(3) === 0 ? '' : other[0];
  return {
    files: withFile(trail.files, path, `${text.slice(0, one.index)}${instead}${text.slice(one.index + one[0].length)}`),
  };
};

const headFields = ['credits', 'currency', 'debits', 'hash', 'heldCredits', 'heldDebits', 'name', 'status', 'type'];

const heads: Tampering = ({ trail, chance }) => {
  const path = chosen(['heads/closing.jsonl', 'heads/opening.jsonl'], chance) ?? '';
  const lines = linesIn(trail.files, path);
  const at = chance.below(Math.max(1, lines.length));
  const [line] = lines.slice(at, at + 1);
  if (line === undefined) return undefined;
  const kind = chance.below(6);
  if (kind === 0) return { files: withLines(trail.files, path, lines.toSpliced(at, 1)) };
  if (kind === 1) return { files: withLines(trail.files, path, lines.toSpliced(at, 0, line)) };
  const field = chosen([...headFields, 'version'], chance) ?? '';
  const pattern = new RegExp(`(\\\\?"${field}\\\\?":\\\\?"?)([^"\\\\,}]*)`);
  const changed = line.replace(pattern, (_, begin: string, value: string) => `${begin}${otherValue(field, value)}`);
  return { files: withLines(trail.files, path, lines.with(at, changed)) };
};

const otherValue = (field: string, value: string): string => {
  if (field === 'status') return value === 'open' ? 'closed' : 'open';
  if (field === 'type') return value === 'asset' ? 'expense' : 'asset';
  if (field === 'currency') return value === 'USD' ? 'EUR' : 'USD';
  if (field === 'version') return String(Number(value) + 1);
  return field === 'name' || field === 'hash' ? `${value}A` : `1${value}`;
};

const policy: Tampering = ({ trail, chance }) => {
  const said: Record<string, Record<string, unknown>> = JSON.parse(textIn(trail.files, 'policy.json') ?? '{}');
  const { asked = {}, covers = {} } = said;
  const keys: readonly string[] = JSON.parse(JSON.stringify(said['keys']));
  const accounts: readonly string[] = JSON.parse(JSON.stringify(asked['accounts'] ?? []));
  const closing = Number(covers['closingClose']);
  const edits: readonly object[] = [
    { ...said, asked: { ...asked, accounts: accounts.slice(1) } },
    { ...said, asked: { ...asked, accounts: [...accounts, 'zz:none'] } },
    { ...said, asked: { ...asked, accounts: asked['accounts'] === null ? ['zz:none'] : null } },
    { ...said, asked: { ...asked, from: asked['from'] === null ? '2020-01-01T00:00:00.000Z' : null } },
    { ...said, asked: { ...asked, to: '2020-01-01T00:00:00.000Z' } },
    { ...said, asked: { ...asked, to: '2099-01-01T00:00:00.000Z' } },
    { ...said, covers: { ...covers, firstIndex: Number(covers['firstIndex']) + 1 } },
    { ...said, covers: { ...covers, closingClose: closing - 1, endIndex: closing } },
    { ...said, covers: { ...covers, endIndex: closing } },
    { ...said, covers: { ...covers, openingClose: 0, firstIndex: 1 } },
    { ...said, mode: said['mode'] === ('whole' as unknown) ? 'extract' : 'whole' },
    { ...said, ledger: 'other' },
    { ...said, origin: 'quipu/other/main' },
    { ...said, format: 2 },
    { ...said, more: true },
    { ...said, keys: [...keys, signedByStranger('quipu/test/main\n').key].toSorted() },
    { ...said, keys: [] },
  ];
  return { files: withFile(trail.files, 'policy.json', canonicalJson(chosen(edits, chance))) };
};

const exported = /^(journal\.|camt053\/|saf-t|ads\/)/;

const exports: Tampering = ({ trail, chance }) => {
  const path =
    chosen(
      listedIn(trail.files).filter((each) => exported.test(each)),
      chance,
    ) ?? '';
  const text = textIn(trail.files, path) ?? '';
  const places = [...text.matchAll(/[0-9a-zA-Z]/g)].map(({ index }) => index);
  const at = chosen(places, chance);
  if (at === undefined) return undefined;
  const kind = chance.below(3);
  const instead = text.charAt(at) === '7' ? '8' : '7';
  if (kind === 0) return { files: withFile(trail.files, path, `${text.slice(0, at)}${instead}${text.slice(at + 1)}`) };
  const lines = text.split('\n');
  const line = chance.below(lines.length - 1);
  const changed = kind === 1 ? lines.toSpliced(line, 1) : lines.toSpliced(line, 0, lines[line] ?? '');
  return { files: withFile(trail.files, path, changed.join('\n')) };
};

const apart: Tampering = ({ trail, chance }) => {
  const path = chosen(
    listedIn(trail.files).filter((each) => each.startsWith('text/')),
    chance,
  );
  if (path === undefined) return undefined;
  const text = textIn(trail.files, path) ?? '';
  const at = chance.below(text.length);
  return { files: withFile(trail.files, path, `${text.slice(0, at)}Z${text.slice(at + 1)}`) };
};

const page: Tampering = (prey) => {
  const { trail, chance } = prey;
  const report = textIn(trail.files, 'report.html') ?? '';
  const edits: readonly ((text: string) => string)[] = [
    (text) => text.replace(' files match the manifest', ' files are good'),
    (text) => text.replace("'use strict';", "'use strict'; "),
    (text) => text.replace(/(checkpoint":"[^"]*?)\d/, '$1x'),
    (text) => text.replace(/("closedAt":")\d/, '$19'),
    (text) => text.replace(/(ads\/trial-balance\.csv":"[^"]*?)\d/, '$1X'),
    (text) => text.replace('</body>', '<script>1</script></body>'),
  ];
  const edit = chosen(edits, chance) ?? String;
  return chance.below(4) === 0 ? otherText(prey) : { files: withFile(trail.files, 'report.html', edit(report)) };
};

const otherText = ({ trail, chance }: Prey) => {
  const path = chosen(['VERIFY.md', 'verify.mjs'], chance) ?? '';
  return { files: withFile(trail.files, path, `${textIn(trail.files, path)}\n`) };
};

const pageOfAnother: Tampering = ({ trail, other }) => {
  if (canonicalJson(contentsIn(trail.files)) === canonicalJson(contentsIn(other.files))) return undefined;
  return { files: withFile(trail.files, 'report.html', other.files.get('report.html') ?? '') };
};

export const evidenceTamperings: Tamperings = {
  'another checkpoint of the log is replayed': thenMended(replayed('checkpoint')),
  'another previous checkpoint is replayed': thenMended(replayed('previous/checkpoint')),
  'the checkpoint is signed with another key': thenMended(otherKey(false)),
  'the checkpoint is signed with another key too': thenMended(otherKey(true)),
  'the log is another under the same key': rewritten,
  'proofs are edited, and the manifest mended': thenMended(proofs),
  'heads are edited, and the manifest mended': thenMended(heads),
  'the policy is edited, and the manifest mended': thenMended(policy),
  'an export is edited, and the manifest mended': thenMended(exports),
  'a text apart is edited, and the manifest mended': thenMended(apart),
  'the page or its text is edited': page,
  'the page is that of another trail': pageOfAnother,
};
