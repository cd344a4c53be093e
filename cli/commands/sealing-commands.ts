import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { textOf } from '../answers/field-of.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import type { CommandGroup } from '../command-context.ts';
import { type KeyOption, keyOption } from './shared-options.ts';

type EraseOptions = KeyOption & { readonly dryRun?: boolean };

export const sealingCommands: CommandGroup = (program, run) => {
  const sealed = program.command('sealed').description('personal data, sealed so that it can be forgotten');
  keyOption(
    sealed
      .command('seal <subject>')
      .description('seals the value on standard input, where no history and no list of processes keeps it'),
  ).action(
    run<KeyOption>(async ({ api, terminal }, { words: [subject = ''], options: { key } }) => {
      const value = (await terminal.readInput()).replace(/\r?\n$/, '');
      const posted = await (await api()).post('/v1/sealed-values', { key, body: { subject, value } });
      return postedAnswer(posted, (answer) => ({ json: answer, text: textOf(answer, 'sealed') }));
    }),
  );
  sealed
    .command('open <sealed>')
    .description('shows what was sealed; that you looked is recorded')
    .action(
      run(async ({ api }, { words: [text = ''] }) => {
        const answer = await (await api()).get(`/v1/sealed-values/${encodeURIComponent(text)}`);
        return { json: answer, text: textOf(answer, 'value') };
      }),
    );
  const subjects = program.command('subjects').description('the persons that sealed values tell of');
  keyOption(
    subjects.command('erase <subject>').description('forgets a person, for ever: nothing sealed is opened again'),
  )
    .option('--dry-run', 'only tell which key would be destroyed')
    .action(
      run<EraseOptions>(async ({ api }, { words: [subject = ''], options: { key, dryRun } }) => {
        const query = { dryRun: dryRun === true ? 'true' : undefined };
        return postedAnswer(
          await (await api()).delete(`/v1/subjects/${encodeURIComponent(subject)}`, { key, query }),
          erased,
        );
      }),
    );
};

const erased = (erasure: JsonObject): Answer => ({
  json: erasure,
  text: details({ ...erasure, status: statusOf(erasure) }, [
    ['status', 'status'],
    ['key', 'keyId'],
    ['fact', 'factId'],
    ['recorded at', 'recordedAt'],
  ]),
});

const statusOf = ({ dryRun, keyId }: JsonObject): string => {
  if (keyId === null) return 'nothing is sealed for this subject';
  return dryRun === true ? 'would be erased' : 'erased';
};
