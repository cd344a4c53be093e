import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Answer } from '../answers/answer.ts';
import type { RunAction } from '../command-context.ts';
import { CommandFailed } from '../command-failed.ts';
import { loadVerifier, type TrailCheck, type TrailVerdict } from '../trail/load-verifier.ts';
import { openZip } from '../trail/zip-files.ts';
import { WrongUse } from '../wrong-use.ts';

type VerifyOptions = { readonly key?: readonly string[]; readonly checkpoint?: string };

/** Adds `verify` to the commands of `quipu audit`. It asks nobody, and needs no stack. */
export const addVerifyCommand = (audit: Command, run: RunAction): void => {
  audit
    .command('verify <trail>')
    .description('checks a trail, a folder or a zip, as the verifier in it does; exit code 1 unless everything holds')
    .option('--key <verifier key...>', 'a key that you trust; without one, a trail is only checked against itself')
    .option('--checkpoint <file>', 'a checkpoint that you kept from before, which the log has to continue')
    .action(
      run<VerifyOptions>(async (_, { words: [trail = ''], options }) =>
        answerOf(trail, await verdictOf(trail, options)),
      ),
    );
};

const verdictOf = async (trail: string, { key: keys = [], checkpoint: kept }: VerifyOptions): Promise<TrailVerdict> => {
  for (const key of keys)
    if (!/^[^\s+]+\+[0-9a-f]{8}\+\S+$/.test(key)) throw new WrongUse(`Not a verifier key: ${key}`);
  const found = await stat(trail).catch(() => undefined);
  if (found === undefined) throw new CommandFailed(`${trail} is not there`);
  const checkpoint = kept === undefined ? undefined : await readFile(kept, 'utf8').catch(() => undefined);
  if (kept !== undefined && checkpoint === undefined) throw new CommandFailed(`${kept} cannot be read`);
  const verify = await loadVerifier();
  const options = { keys, ...(checkpoint === undefined ? {} : { checkpoint }) };
  if (found.isDirectory()) return verify(trail, options);
  const zip = openZip(trail);
  try {
    return verify(zip, options);
  } finally {
    zip.close();
  }
};

const faultsShown = 5;

const answerOf = (trail: string, { ok, checks }: TrailVerdict): Answer => ({
  json: { ok, checks: checks.map((check) => ({ ...check, faults: [...check.faults] })) },
  text: [...checks.map(lineOf), '', ok ? `${trail}: all that was checked holds.` : `${trail} is REFUSED.`].join('\n'),
  failed: !ok,
});

const lineOf = ({ name, status, detail, faults }: TrailCheck): string => {
  const shown = faults.slice(0, faultsShown).map((fault) => `\n    ${fault}`);
  const more = faults.length > faultsShown ? `\n    and ${faults.length - faultsShown} more` : '';
  return `${`${status.padEnd(12)}${name.padEnd(12)}${detail}`.trimEnd()}${shown.join('')}${more}`;
};
