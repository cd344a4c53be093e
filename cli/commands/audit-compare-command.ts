import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { fieldOf, objectsOf, textOf } from '../answers/field-of.ts';
import { table } from '../answers/table.ts';
import type { CommandContext, RunAction } from '../command-context.ts';
import { secondsOf } from './shared-options.ts';

type CompareOptions = { readonly minutes: string; readonly wait: string };

const comparedAgainMilliseconds = 1_000;

/** Adds `compare` to the commands of `quipu audit`. */
export const addCompareCommand = (audit: Command, run: RunAction): void => {
  audit
    .command('compare')
    .description('how many facts each consumer has applied, held against the log; exit code 1 if one misses any')
    .option('--minutes <count>', 'how many of the newest minutes to compare', '60')
    .option('--wait <seconds>', 'how long to compare again while facts may still be on their way', '10')
    .action(
      run<CompareOptions>(async (context, { options }) =>
        comparisonAnswer(await compared(context, options, secondsOf('--wait', options.wait))),
      ),
    );
};

// A fact that is on its way is there the next time; one that was missed is not.
const compared = async (
  context: CommandContext,
  { minutes }: CompareOptions,
  patienceSeconds: number,
): Promise<JsonObject> => {
  const api = await context.api();
  const deadline = Date.now() + patienceSeconds * 1_000;
  const progress = context.terminal.progress('comparisons');
  try {
    for (;;) {
      const comparison = await api.get('/v1/audit/comparison', { minutes });
      progress.step();
      if (textOf(comparison, 'status') === 'same' || Date.now() >= deadline) return comparison;
      await pause(comparedAgainMilliseconds);
    }
  } finally {
    progress.done();
  }
};

const consumers = ['audit', 'balance', 'fraud'] as const;

/** A comparison as tables: what each consumer has, and who lacks what. */
export const comparisonAnswer = (comparison: JsonObject): Answer => {
  const status = textOf(comparison, 'status');
  const of = (name: string, path: string): string => textOf(comparison, `consumers.${name}.${path}`);
  const kept = table<string>(
    [
      { title: 'consumer', cell: (name) => name },
      { title: 'facts', align: 'right', cell: (name) => of(name, 'count') },
      { title: 'expected', align: 'right', cell: (name) => of(name, 'expected.count') },
      { title: 'hash', cell: (name) => of(name, 'hash') },
      { title: '', cell: (name) => (isSame(comparison, name) ? '' : 'differs') },
    ],
    consumers,
  );
  const since = `Facts recorded from ${textOf(comparison, 'from')} on, of a log of ${textOf(comparison, 'size')} entries`;
  const parts = [since, kept, ...verdictsOf(status, objectsOf(comparison, 'differences'))];
  return { json: comparison, text: parts.join('\n\n'), failed: status !== 'same' };
};

const isSame = (comparison: JsonObject, name: string): boolean => {
  const kept = fieldOf(comparison, `consumers.${name}`);
  const expected = textOf(kept, 'expected.hash');
  return expected === '' || expected === textOf(kept, 'hash');
};

const verdictsOf = (status: string, differences: readonly JsonObject[]): readonly string[] => {
  if (status === 'same') return ['Every consumer has applied what the log has for it.'];
  if (status === 'behind') return ['The standing auditor is far behind, and nothing was compared. Try again later.'];
  const rows = table<JsonObject>(
    [
      { title: 'lacking', cell: (difference) => textOf(difference, 'consumer') },
      { title: 'minute', cell: (difference) => textOf(difference, 'minute').slice(0, 16) },
      { title: 'facts', align: 'right', cell: (difference) => textOf(difference, 'missing') },
      { title: 'seen by', cell: (difference) => textOf(difference, 'seenBy') },
      { title: 'fact', cell: (difference) => textOf(difference, 'factId') },
    ],
    differences,
  );
  return [rows, 'See docs/runbooks/log-gap.md.'];
};
