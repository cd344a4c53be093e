import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import { s3Archive } from '../../functions/adapters/archive/s3-archive.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { type MadeTrail, makeTrail } from '../../functions/runtime/trail/make-trail.ts';
import type { Answer } from '../answers/answer.ts';
import type { CommandContext, RunAction } from '../command-context.ts';
import { CommandFailed } from '../command-failed.ts';
import { outputOf, s3ClientOf } from '../stack/stack-clients.ts';
import type { Progress } from '../terminal.ts';
import { askedBy, type PeriodOptions } from '../trail/period-options.ts';
import { zipFolder } from '../trail/zip-folder.ts';

type TrailOptions = PeriodOptions & { readonly out: string; readonly ledger: string };

/** Adds `trail` to the commands of `quipu audit`. */
export const addTrailCommand = (audit: Command, run: RunAction): void => {
  audit
    .command('trail')
    .description('makes a bundle of a period that can be checked without us; what is complete already is kept')
    .option('--from <moment>', 'it begins behind the last close up to then (default: with the first entry)')
    .option('--to <moment>', 'it ends with the first close from then on; a day counts in full (default: newest close)')
    .option('--accounts <ids>', 'account ids, joined by commas (default: all)')
    .option('--ledger <name>', 'the ledger', 'main')
    .requiredOption('--out <place>', 'a folder, or a file that ends in .zip')
    .action(run<TrailOptions>(async (context, { options }) => answerOf(options.out, await made(context, options))));
};

/** The verifier, the page and their text, which are the trail function's own. */
const assetsFolder = join(import.meta.dirname, '../../functions/trail/assets');

const made = async (context: CommandContext, { out, ledger, ...period }: TrailOptions): Promise<MadeTrail> => {
  const asked = askedBy(period);
  const resources = await context.resources();
  const bucket = outputOf(resources, 'bucketNames.archive');
  const archive = s3Archive({ client: s3ClientOf(resources), bucket, prefix: 'facts/' });
  const isZip = out.endsWith('.zip');
  // The folder stays where the work is stopped, so that it goes on there.
  const folder = isZip ? `${out}.parts` : out;
  const { onProgress, done } = progressIn(context);
  try {
    const trail = await makeTrail({ ledger, asked, archive, digest: bytesSha256, folder, assetsFolder, onProgress });
    if (!trail.ok) throw new CommandFailed(`${trail.rejection.code}: ${trail.rejection.detail}`);
    if (isZip) await zipFolder(folder, out);
    if (isZip) await rm(folder, { recursive: true });
    return trail.value;
  } catch (failure) {
    if (failure instanceof PermanentFailure) throw new CommandFailed(failure.message);
    throw failure;
  } finally {
    done();
  }
};

const progressIn = ({ terminal }: CommandContext) => {
  let bar: Progress | undefined;
  let shown = 0;
  return {
    onProgress: (entries: number, total: number): void => {
      bar ??= terminal.progress('entries', total);
      for (; shown < entries; shown += 1) bar.step();
    },
    done: () => bar?.done(),
  };
};

const answerOf = (out: string, { policy, files, hash }: MadeTrail): Answer => {
  const { firstIndex, endIndex } = policy.covers;
  const entries = endIndex - firstIndex;
  return {
    json: { out, hash, files: files.length, entries, mode: policy.mode, covers: { ...policy.covers } },
    text:
      `${out}\n\n${entries} entries of the log of ${policy.ledger}, ${files.length} files\n` +
      `SHA-256 of the manifest: ${hash}\nWhat it is and how to check it is in its VERIFY.md.`,
  };
};
