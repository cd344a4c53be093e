import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { areSame } from '../../domain/audit/log/bytes.ts';
import { normalAsked } from '../../domain/audit/trail/trail-policy.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { BytesDigest } from '../../domain/ports/bytes-digest.ts';
import { InvariantViolation, PermanentFailure } from '../../domain/shared/failures.ts';
import { findCloses } from '../runtime/trail/find-closes.ts';
import {
  keptCloses,
  keptOutcome,
  keptRequest,
  type TrailOutcome,
  type TrailRequest,
  trailPrefix,
} from '../runtime/trail/kept-trails.ts';
import { makeTrail } from '../runtime/trail/make-trail.ts';
import { manifestName } from '../runtime/trail/trail-manifest.ts';

export type TrailOptions = {
  readonly archive: Archive;
  readonly digest: BytesDigest;
  /** Takes a folder of its own for each trail while it is made. */
  readonly workFolder: string;
  readonly assetsFolder: string;
};

/** How many entries a trail may cover that is made here; a longer one takes more time than a function has. */
export const entriesMaximum = 250_000;

const filesAtOnce = 16;

/**
 * Makes a trail that was asked for, and keeps its files and what came of it. Doing so again changes nothing. Throws
 * PermanentFailure where nobody asked for it, InvariantViolation where the archive has another trail of that id, and
 * what the archive throws.
 */
export const runTrail = async (trailId: string, options: TrailOptions): Promise<TrailOutcome['status']> => {
  const { archive, workFolder } = options;
  const request = await keptRequest.read(archive, trailId);
  if (request === undefined) throw new PermanentFailure(`Nobody asked for the trail ${trailId}`);
  const before = await keptOutcome.read(archive, trailId);
  if (before !== undefined) return before.status;
  const folder = await mkdtemp(join(workFolder, `${trailId}-`));
  try {
    const { kept } = await keptOutcome.keep(
      archive,
      trailId,
      await outcomeOf(trailId, request, { ...options, folder }),
    );
    return kept.status;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const outcomeOf = async (
  trailId: string,
  { ledger, asked }: TrailRequest,
  options: TrailOptions & { readonly folder: string },
): Promise<TrailOutcome> => {
  const pinned = await pinnedCloses(trailId, { ledger, asked }, options.archive);
  const made = await makeTrail({ ...options, ledger, asked, pinned, entriesMaximum });
  if (!made.ok) return { status: 'refused', ...made.rejection };
  const { policy, hash } = made.value;
  await keepFiles(trailId, options);
  return { status: 'made', covers: policy.covers, hash };
};

/** The closes that an earlier attempt has chosen, or those that this one chooses; undefined where there are none. */
const pinnedCloses = async (
  trailId: string,
  { ledger, asked }: Pick<TrailRequest, 'ledger' | 'asked'>,
  archive: Archive,
) => {
  const kept = await keptCloses.read(archive, trailId);
  if (kept !== undefined) return kept;
  const found = await findCloses(archive, ledger, normalAsked(asked));
  if (found === undefined) return undefined;
  const closes = { openingClose: found.opening?.index ?? null, closingClose: found.closing.index };
  return (await keptCloses.keep(archive, trailId, closes)).kept;
};

/** The manifest comes last: whoever finds it finds all that it lists. */
const keepFiles = async (
  trailId: string,
  { archive, folder }: Pick<TrailOptions, 'archive'> & { readonly folder: string },
): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== manifestName);
  for (let at = 0; at < paths.length; at += filesAtOnce)
    await Promise.all(paths.slice(at, at + filesAtOnce).map((path) => keepFile(trailId, path, { archive, folder })));
  await keepFile(trailId, manifestName, { archive, folder });
};

const keepFile = async (
  trailId: string,
  path: string,
  { archive, folder }: Pick<TrailOptions, 'archive'> & { readonly folder: string },
): Promise<void> => {
  const name = `${trailPrefix(trailId)}${path}`;
  const body = await readFile(join(folder, path));
  if ((await archive.create(name, body)) === 'created') return;
  const there = await archive.readBytes(name);
  if (there === undefined || !areSame(there, body))
    throw new InvariantViolation(`${name} is there already and is not of this trail`);
};
