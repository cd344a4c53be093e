import { createPublicKey, verify } from 'node:crypto';
import { parseCheckpoint } from '../../../domain/audit/log/checkpoint.ts';
import { entriesOfBundle } from '../../../domain/audit/log/entry-bundle.ts';
import { parseNote } from '../../../domain/audit/log/signed-note.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { logReader, type SealedCheckpoint } from '../../../functions/runtime/read-log.ts';
import { provesConsistency, referenceLeafHash, referenceRoot } from '../../domain/audit/log/reference-tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Whether a note bears a good signature of the key that is written as verifiers are given it. */
export const isSigned = (note: string, verifierKey: string): boolean => {
  const [, keyId = '', key = ''] = /^[^+]+\+([0-9a-f]{8})\+(.+)\n$/.exec(verifierKey) ?? [];
  const publicKey = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64').subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  const { text = '', signatures = [] } = parseNote(note) ?? {};
  return signatures.some(
    (one) => hex(one.keyId) === keyId && verify(null, Buffer.from(text), publicKey, one.signature),
  );
};

/**
 * Reads a log from its archive alone, as an outsider would, and answers the sizes of its checkpoints. Fails the test
 * where a checkpoint is unsigned, is not of the archived entries, or is not a continuation of the one before it.
 */
export const verifiedSizes = async (archive: Archive, leaves: readonly string[]): Promise<readonly number[]> => {
  const names = await archive.list('log/main/checkpoint/', undefined, 1_000);
  const sizes = names.map((name) => Number(name.split('/').at(-1))).sort((one, other) => one - other);
  const reader = logReader('main', { store: memoryProjectionStore(), archive, digest: bytesSha256 });
  const [key = ''] = await archive.list('log/main/key/', undefined, 1);
  const verifierKey = (await archive.read(key)) ?? '';
  let earlier: { readonly size: number; readonly root: string } | undefined;
  for (const size of sizes) {
    const checkpoint = (await reader.at(size)) ?? fail(`there is no checkpoint of ${size}`);
    if (!isSigned(checkpoint.note, verifierKey)) fail(`the checkpoint of ${size} is not signed`);
    const root = rootSaid(checkpoint);
    if (root !== referenceRoot(leaves.slice(0, size).map((leaf) => referenceLeafHash(Buffer.from(leaf)))))
      fail(`the checkpoint of ${size} is of other entries`);
    if (earlier !== undefined) await requireContinuation(earlier, { ...checkpoint, root }, reader);
    earlier = { size, root };
  }
  return sizes;
};

/** The entries of a log's bundles, as far as its newest checkpoint goes. */
export const bundledLines = async (archive: Archive, size: number): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (let index = 0; index * 256 < size; index += 1) {
    const width = Math.min(256, size - index * 256);
    const name = `log/main/tile/entries/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
    const bundle = (await archive.readBytes(name)) ?? fail(`${name} is missing`);
    lines.push(...entriesOfBundle(bundle).map((entry) => Buffer.from(entry).toString('utf8')));
  }
  return lines;
};

/** The lines of all segments: the leaves, if the log is right. */
export const archivedLines = async (archive: Archive): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const name of await archive.list('facts/main/', undefined, 1_000))
    lines.push(...((await archive.read(name)) ?? '').split('\n').slice(0, -1));
  return lines;
};

export const rootSaid = ({ note }: Pick<SealedCheckpoint, 'note'>): string =>
  hex(parseCheckpoint(parseNote(note)?.text ?? '')?.root ?? new Uint8Array(0));

/** The hashes of a proof's text, in hexadecimal. */
export const hashesIn = (proof: string, linesBefore: number): readonly string[] => {
  const [head = ''] = proof.split('\n\n');
  return head
    .split('\n')
    .slice(linesBefore)
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'base64').toString('hex'));
};

const requireContinuation = async (
  earlier: { readonly size: number; readonly root: string },
  later: SealedCheckpoint & { readonly root: string },
  reader: ReturnType<typeof logReader>,
): Promise<void> => {
  const proof = hashesIn(await reader.consistency(earlier.size, later), 1);
  const [first, second] = [earlier.size, later.size];
  if (!provesConsistency({ first, second, proof, firstRoot: earlier.root, secondRoot: later.root }))
    fail(`the checkpoint of ${second} does not continue that of ${first}`);
};

const fail = (why: string): never => {
  throw new Error(why);
};
