import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { disguises, replacedAt } from './disguises.ts';
import { withKeys } from './entry-tamperings.ts';
import { thenMended } from './file-tamperings.ts';
import { listedIn, mended } from './mended.ts';
import { signedByStranger } from './rewritten-log.ts';
import { chosen, type Tampering, type Tamperings, textIn, withFile } from './tampering.ts';
import type { TrailFiles } from './verifier.ts';

/** What somebody tries who knows the format and how verifiers are fooled. */

const notes = ['checkpoint', 'previous/checkpoint'] as const;

/** A trail that agrees with itself in everything, under a key of the forger's. */
const remade = (files: TrailFiles): TrailFiles => {
  const there = notes.filter((path) => files.has(path));
  const signed = there.map((path) => {
    const note = textIn(files, path) ?? '';
    return { path, before: note, ...signedByStranger(note.slice(0, note.indexOf('\n\n') + 1)) };
  });
  const proof = textIn(files, 'previous/consistency');
  const [newest] = signed;
  const resigned = signed.reduce((all, { path, note }) => withFile(all, path, note), files);
  const proven =
    proof === undefined || newest === undefined
      ? resigned
      : withFile(
          resigned,
          'previous/consistency',
          proof.replace(newest.before, () => newest.note),
        );
  return mended(withKeys(proven, newest === undefined ? [] : [newest.key]));
};

const underAnotherKey: Tampering = ({ trail }) => ({ files: remade(trail.files) });

const againstKept: Tampering = ({ trail, chance }) => {
  const checkpoint = chosen(trail.checkpoints, chance);
  return checkpoint === undefined ? undefined : { files: remade(trail.files), options: { keys: [], checkpoint } };
};

const signatures: Tampering = ({ trail, chance }) => {
  const path = chosen(
    notes.filter((each) => trail.files.has(each)),
    chance,
  );
  const note = textIn(trail.files, path ?? '') ?? '';
  const [text = '', line = ''] = note.split('\n\n');
  const edits: readonly string[] = [
    `${note}${line.split('\n')[0]}\n`,
    `${note}— witness.example AAAAAAA=\n`,
    `${text}\n\n${line.replace(/(.)\n?$/, (_, last: string) => (last === '=' ? '' : `${last}=`))}\n`,
    `${text}\n\n${line.replace('— ', '—  ')}`,
    `${text}\n\n${line.replace('— ', '- ')}`,
    `${text}\r\n\r\n${line}`,
    `${text} \n\n${line}`,
    `${text}\n\n`,
    `${text}\n\n\n${line}`,
    `${text}\n${line}`,
    `${text}\nextension\n\n${line}`,
    note.replace(/\n(\d+)\n/, '\n0$1\n'),
    note.replace(/\n(\d+)\n/, '\n+$1\n'),
    note.replace(/\n(\d+)\n/, '\n999999999999999\n'),
    note.replace(/\n(\d+)\n/, '\n1e3\n'),
  ];
  return { files: withFile(trail.files, path ?? '', chosen(edits, chance) ?? '') };
};

/** A manifest that its own files would not make. */
const manifest: Tampering = ({ trail, chance }) => {
  const { files, format }: { files: { path: string; sha256: string; size: number }[]; format: number } = JSON.parse(
    textIn(trail.files, 'manifest.json') ?? '{}',
  );
  const at = chance.below(files.length);
  const [one] = files.slice(at, at + 1);
  if (one === undefined) return undefined;
  const edits: readonly string[] = [
    canonicalJson({ files: files.toSpliced(at, 0, one), format }),
    canonicalJson({ files: files.toSpliced(at, 0, { ...one, sha256: '00'.repeat(32) }), format }),
    canonicalJson({ files: files.toSpliced(at, 1), format }),
    canonicalJson({ files: files.toReversed(), format }),
    canonicalJson({ files: files.with(at, { ...one, path: `./${one.path}` }), format }),
    canonicalJson({ files: [...files, { ...one, path: '../outside' }], format }),
    canonicalJson({ files: files.with(at, { ...one, size: one.size + 1 }), format }),
    canonicalJson({ files: files.with(at, { ...one, sha256: one.sha256.toUpperCase() }), format }),
    canonicalJson({ files, format: 2 }),
    canonicalJson({ files, format, more: [] }),
    JSON.stringify({ files, format }, undefined, 1),
    `${canonicalJson({ files, format })}\n`,
    `{"files":[],${canonicalJson({ files, format }).slice(1)}`,
    canonicalJson({ files, format }).replace(/"size":(\d+)/, '"size":$1.0'),
    'null',
  ];
  return { files: withFile(trail.files, 'manifest.json', chosen(edits, chance) ?? '') };
};

const strangePaths = [
  '../outside',
  '/absolute',
  'heads/../checkpoint',
  './checkpoint',
  'tile\\entries\\000',
  'Checkpoint',
  'checkpoint ',
  'checkpoint\u200b',
  '.making.jsonl',
  'previous/checkpoint.part',
  'tile/entries/000.p/1',
  'tile/9/000',
  'camt053/..xml',
  `text/${'0'.repeat(64)}`,
  'saf-t.XXX.xml',
];

const elsewhere: Tampering = ({ trail, chance }) => {
  const path = chosen(strangePaths, chance) ?? '';
  if (trail.files.has(path)) return undefined;
  return { files: withFile(trail.files, path, trail.files.get('checkpoint') ?? '') };
};

const strangeNumbers = ['1e21', '-1', '0.5', '9007199254740993', '1e308', '-0', '"0"', 'null', '[]', '1E2', '00', '{}'];
const strangeMoments = [
  'NaN',
  'Infinity',
  '',
  '2026-13-01T00:00:00.000Z',
  '2026-02-31T00:00:00.000Z',
  '0000-00-00T00:00:00.000Z',
  '+012026-01-01T00:00:00.000Z',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '2026-01-01T24:00:00.000Z',
  '2026-01-01T00:00:00.000+00:00',
];

const numbersIn = ['policy.json', 'extract.jsonl', 'heads/closing.jsonl', 'heads/opening.jsonl'];

/** Another number in the place of one: of a line that a proof is of, or that has one. */
const numbers: Tampering = ({ trail, chance }) => {
  const path =
    chosen(
      numbersIn.filter((each) => trail.files.has(each)),
      chance,
    ) ?? '';
  const text = textIn(trail.files, path) ?? '';
  const found = chosen([...text.matchAll(/(?<=\\?":)-?\d+(?=[,}])/g)], chance);
  if (found === undefined) return undefined;
  const number = chosen(strangeNumbers, chance) ?? '';
  return { files: withFile(trail.files, path, replacedAt(text, found, number)) };
};

const moments: Tampering = ({ trail, chance }) => {
  const { asked, ...policy }: { asked: object } = JSON.parse(textIn(trail.files, 'policy.json') ?? '{}');
  const name = chance.below(2) === 0 ? 'from' : 'to';
  const changed = { ...policy, asked: { ...asked, [name]: chosen(strangeMoments, chance) ?? '' } };
  return { files: withFile(trail.files, 'policy.json', canonicalJson(changed)) };
};

const disguised: Tampering = ({ trail, chance }) => {
  const path = chosen(listedIn(trail.files), chance) ?? '';
  const disguise = chosen(disguises, chance);
  const text = textIn(trail.files, path);
  if (disguise === undefined || text === undefined || !trail.files.get(path)?.equals(Buffer.from(text)))
    return undefined;
  return { files: withFile(trail.files, path, disguise(text, chance)) };
};

/** Bytes that a lax reader takes for the same text. */
const notUtf8: Tampering = ({ trail, chance }) => {
  const path = chosen(
    listedIn(trail.files).filter((each) => (trail.files.get(each)?.length ?? 0) > 0),
    chance,
  );
  const bytes = path === undefined ? undefined : trail.files.get(path);
  if (path === undefined || bytes === undefined) return undefined;
  const at = chance.below(bytes.length);
  const byte = bytes.readUInt8(at);
  // An overlong form of the same character, or a byte that begins nothing.
  const instead = byte < 0x80 ? Buffer.of(0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)) : Buffer.of(0xff);
  return {
    files: withFile(trail.files, path, Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at + 1)])),
  };
};

export const cunningTamperings: Tamperings = {
  'all is made anew under another key': underAnotherKey,
  'all is made anew under another key, for whom only an older checkpoint is known': againstKept,
  'signatures are edited': thenMended(signatures),
  'the manifest is edited': manifest,
  'a file has a path that leads elsewhere': thenMended(elsewhere),
  'a number is another, or none': thenMended(numbers),
  'a moment is none': thenMended(moments),
  'a file looks the same and is not': thenMended(disguised),
  'bytes are not UTF-8': thenMended(notUtf8),
};
