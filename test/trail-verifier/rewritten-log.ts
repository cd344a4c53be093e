import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { checkpointText } from '../../domain/audit/log/checkpoint.ts';
import { entriesOfBundle, entryBundleOf } from '../../domain/audit/log/entry-bundle.ts';
import { grownTiles } from '../../domain/audit/log/grow-tiles.ts';
import { type NoteKey, noteTextOf, signatureOf, verifierKeyOf } from '../../domain/audit/log/signed-note.ts';
import { entriesPath, tilePath, tileWidthMaximum } from '../../domain/audit/log/tile.ts';
import { emptyEdge, extendedEdge, rootOfEdge } from '../../domain/audit/log/tree-edge.ts';
import { leafHashOf } from '../../domain/audit/log/tree-hash.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import type { TrailFiles } from './verifier.ts';

/** The entries of a whole log, as text. */
export const entriesIn = (files: TrailFiles): readonly string[] =>
  [...files.keys()]
    .filter((path) => path.startsWith('tile/entries/'))
    .toSorted()
    .flatMap((path) => entriesOfBundle(files.get(path) ?? Buffer.alloc(0)))
    .map((entry) => Buffer.from(entry).toString());

/** The files with a log of other entries: its bundles and all its tiles, so that only the signed root is wrong. */
export const withEntries = (files: TrailFiles, entries: readonly string[]): TrailFiles => {
  const others = [...files].filter(([path]) => !path.startsWith('tile/'));
  const bytes = entries.map((entry) => Buffer.from(entry));
  const bundles = Array.from({ length: Math.ceil(bytes.length / tileWidthMaximum) }, (_, index) => {
    const some = bytes.slice(index * tileWidthMaximum, (index + 1) * tileWidthMaximum);
    return [entriesPath({ index, width: some.length }), Buffer.from(entryBundleOf(some))] as const;
  });
  const grown = grownTiles(bytesSha256, { size: 0, partial: [] }, leavesOf(entries));
  const tiles = grown.map(({ tile, bytes: hashes }) => [tilePath(tile), Buffer.from(hashes)] as const);
  return new Map([...others, ...bundles, ...tiles]);
};

/** What a checkpoint of these entries says. */
export const textOfEntries = (origin: string, entries: readonly string[]): string => {
  const root = rootOfEdge(bytesSha256, extendedEdge(bytesSha256, emptyEdge, leavesOf(entries)));
  return checkpointText({ origin, size: entries.length, root });
};

const leavesOf = (entries: readonly string[]) => entries.map((entry) => leafHashOf(bytesSha256, Buffer.from(entry)));

const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicKeyBytes = 32;

/** A checkpoint that somebody else has signed, and the key that verifies it. */
export const signedByStranger = (text: string) => signedWith(strangersSeed, text);

const strangersSeed = 99;

/** The same by the key of tests that is made of the number. */
export const signedWith = (seed: number, text: string): { readonly note: string; readonly key: string } => {
  const der = Buffer.concat([derPrefix, Buffer.alloc(publicKeyBytes, seed)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key: NoteKey = { name: text.split('\n')[0] ?? '', publicKey: spki.subarray(-publicKeyBytes) };
  const signature = signatureOf(bytesSha256, key, sign(null, Buffer.from(text), privateKey));
  return { note: noteTextOf({ text, signatures: [signature] }), key: verifierKeyOf(bytesSha256, key) };
};
