import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startTemporaryStack, type TemporaryStack } from '../../cli/stack/start-temporary-stack.ts';
import { commandsIn, type JourneyCommand, withTranscripts } from './journey.ts';
import { masked } from './masked.ts';
import { isRead, runCommand } from './run-command.ts';

// The program behind `npm run docs:check`: walks every journey on a fresh stack of its own. `--write` renews
// transcripts.

const folder = join(import.meta.dirname, '..', '..', 'docs', 'journeys');
const isWriting = process.argv.includes('--write');
const catchUpMilliseconds = 10_000;
const settleMilliseconds = 2_000;

type Walked = { readonly command: string; readonly shown: string; readonly printed: string; readonly isSame: boolean };

const walk = async (commands: readonly JourneyCommand[], stack: TemporaryStack): Promise<readonly Walked[]> => {
  const walked: Walked[] = [];
  for (const { command, transcript } of commands) {
    if (isWriting && isRead(command)) await pause(settleMilliseconds);
    const printed = await printedBy(command, transcript, stack);
    walked.push({ command, shown: transcript, printed, isSame: masked(printed) === masked(transcript) });
  }
  return walked;
};

const printedBy = async (command: string, expected: string, stack: TemporaryStack): Promise<string> => {
  const deadline = Date.now() + (isWriting || !isRead(command) ? 0 : catchUpMilliseconds);
  for (;;) {
    const printed = await runCommand(command, stack);
    if (masked(printed) === masked(expected) || Date.now() >= deadline) return printed;
    await pause(500);
  }
};

const indented = (text: string): string => text.replace(/^/gm, '    ');

const checkJourney = async (name: string): Promise<number> => {
  const file = join(folder, name);
  const markdown = await readFile(file, 'utf8');
  const stack = await startTemporaryStack();
  try {
    const walked = await walk(commandsIn(markdown), stack);
    const differing = walked.filter(({ isSame }) => !isSame);
    if (isWriting) await writeFile(file, withTranscripts(markdown, walked.map(transcriptOf)));
    for (const { command, shown, printed } of isWriting ? [] : differing)
      console.error(`${name}: $ ${command}\n  says\n${indented(shown)}\n  and prints\n${indented(printed)}\n`);
    console.log(`${name}: ${walked.length} commands, ${differing.length} ${isWriting ? 'renewed' : 'differ'}`);
    return walked.length === 0 ? 1 : differing.length;
  } finally {
    await stack.stop();
  }
};

// Where only times differ, the document keeps what it has, so that renewing shows what has changed.
const transcriptOf = ({ isSame, shown, printed }: Walked): string => (isSame ? shown : printed);

const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
let wrong = names.length === 0 ? 1 : 0;
for (const name of names) wrong += await checkJourney(name);
process.exitCode = wrong === 0 || isWriting ? 0 : 1;
