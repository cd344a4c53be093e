import type { Chance } from './chance.ts';
import type { Claim, ClaimCase } from './claim.ts';
import { consistencyOf, inclusionOf, noteOf, tilesOf } from './honest-cases.ts';
import type { MadeLog } from './make-log.ts';

/** The same plan carried out otherwise: with another key, and with other entries under the same key. */
export type Impostors = { readonly otherKey: MadeLog; readonly fork: MadeLog };

type Tampering = readonly [name: string, claim: Claim | undefined];

/** What is to be refused: claims of a log, each with one thing changed. One that a log is too small for is left out. */
export const tamperedCases = async (
  log: MadeLog,
  impostors: Impostors,
  chance: Chance,
): Promise<readonly ClaimCase[]> => {
  const all = [
    ...(await withCheckpoint(log, impostors, chance)),
    ...(await withInclusion(log, impostors, chance)),
    ...(await withConsistency(log, impostors, chance)),
    ...(await withTiles(log, chance)),
  ];
  return all.flatMap(([tampering, claim]) => (claim === undefined ? [] : [{ log: log.name, tampering, claim }]));
};

const withCheckpoint = async (log: MadeLog, { otherKey }: Impostors, chance: Chance): Promise<readonly Tampering[]> => {
  const size = log.lines.length;
  const note = await noteOf(log, size);
  const claim = (changed: string): Claim => ({ kind: 'checkpoint', verifierKey: log.verifierKey, note: changed });
  const [origin = '', , root = ''] = note.split('\n');
  const signature = note.trim().split(' ').at(-1) ?? '';
  return [
    ['a bit of the key id', claim(note.replace(signature, bent(signature, chance, [0, keyIdBytes])))],
    ['a bit of the signature', claim(note.replace(signature, bent(signature, chance, [keyIdBytes, signatureBytes])))],
    ['the size of the checkpoint', claim(note.replace(`\n${size}\n`, `\n${size + 1}\n`))],
    ['a bit of the root', claim(note.replace(root, bent(root, chance)))],
    ['the name of the log', claim(note.replaceAll(origin, `${origin}2`))],
    ['another key of the same name', claim(await noteOf(otherKey, size))],
    ['no signature', claim(note.slice(0, note.lastIndexOf('— ')))],
    ['a line more', claim(note.replace('\n\n', '\nmore\n\n'))],
  ];
};

const withInclusion = async (log: MadeLog, { fork }: Impostors, chance: Chance): Promise<readonly Tampering[]> => {
  const size = log.lines.length;
  const index = chance.below(size);
  const claim = await inclusionOf(log, { index, size });
  const { proof, entry } = claim;
  const hashes = hashesIn(proof, 2);
  const [last] = hashes.slice(-1);
  const [one] = hashes;
  return [
    ['a bit of the entry', { ...claim, entry: bent(entry, chance) }],
    ['the index', { ...claim, proof: proof.replace(`index ${index}\n`, `index ${(index + 1) % (size + 1)}\n`) }],
    ['a hash of the proof', one === undefined ? undefined : { ...claim, proof: proof.replace(one, bent(one, chance)) }],
    ['the last hash is missing', last === undefined ? undefined : { ...claim, proof: proof.replace(`${last}\n`, '') }],
    ['the entry of a fork', { ...claim, entry: (await inclusionOf(fork, { index, size })).entry }],
    [
      'a proof of a fork',
      one === undefined ? undefined : { ...claim, proof: (await inclusionOf(fork, { index, size })).proof },
    ],
  ];
};

const withConsistency = async (log: MadeLog, { fork }: Impostors, chance: Chance): Promise<readonly Tampering[]> => {
  const [earlier, size] = log.sizes.slice(-2);
  if (earlier === undefined || size === undefined) return [];
  const claim = await consistencyOf(log, earlier, size);
  const { proof } = claim;
  const [one = ''] = hashesIn(proof, 1);
  return [
    ['a hash of the growth', { ...claim, proof: proof.replace(one, bent(one, chance)) }],
    ['a hash of the growth is missing', { ...claim, proof: proof.replace(`${one}\n`, '') }],
    ['an earlier checkpoint of a fork', { ...claim, earlierNote: await noteOf(fork, earlier) }],
    ['growth of a fork', { ...claim, proof: (await consistencyOf(fork, earlier, size)).proof }],
    ['the earlier size', { ...claim, proof: proof.replace(`old ${earlier}\n`, `old ${earlier + 1}\n`) }],
    ['a later checkpoint instead of the earlier', { ...claim, earlierNote: await noteOf(log, size) }],
  ];
};

const withTiles = async (log: MadeLog, chance: Chance): Promise<readonly Tampering[]> => {
  const claim = await tilesOf(log, log.lines.length);
  const [tile, ...tiles] = claim.tiles;
  const [bundle = '', ...bundles] = claim.bundles;
  return [
    [
      'a bit of a tile',
      tile === undefined ? undefined : { ...claim, tiles: [{ ...tile, bytes: bent(tile.bytes, chance) }, ...tiles] },
    ],
    ['a bit of the entries', { ...claim, bundles: [bent(bundle, chance), ...bundles] }],
    ['no entries of a bundle', { ...claim, bundles }],
    ['entries once more', { ...claim, bundles: [...claim.bundles, bundle] }],
  ];
};

const hashesIn = (proof: string, from: number): readonly string[] => {
  const [head = ''] = proof.split('\n\n');
  return head
    .split('\n')
    .slice(from)
    .filter((line) => line !== '');
};

const keyIdBytes = 4;
const signatureBytes = 64;

/** The base64 of other bytes: one bit differs, in as many bytes as are said, from where it is said. */
const bent = (base64: string, chance: Chance, among?: readonly [from: number, count: number]): string => {
  const bytes = Buffer.from(base64, 'base64');
  const [from, count] = among ?? [0, bytes.length];
  const at = from + chance.below(count);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
  return bytes.toString('base64');
};
