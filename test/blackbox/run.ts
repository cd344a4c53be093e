import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';
import { parseHistory, recorder } from './history/recorder.ts';
import { killsIn, nemesis } from './nemesis/nemesis.ts';
import { readBank } from './nemesis/read-bank.ts';
import { tortureStack } from './nemesis/tortured-stack.ts';
import { summaryOf, tellSummary } from './summary.ts';

/*
 * npm run test:blackbox -- [--minutes M] [--seed S] [--clients N] [--peace MS] [--history FILE] [--check FILE] [--json]
 *
 * The real local stack, many clients over HTTP, and somebody who kills, pauses and slows its processes. --peace is the
 * longest time in which nothing goes wrong. --check looks at the history of an earlier run instead of making one.
 */

const usage =
  'npm run test:blackbox -- [--minutes M] [--seed S] [--clients N] [--peace MS] [--history FILE] [--check FILE] [--json]';

const seedMaximum = 1_000_000;
const proofsOfEachKind = 100;
const pauseMaximum = 400;
const interruptedExitCode = 130;

const wrongUse = (message: string): never => {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
};

const numberOf = (name: string, text: string): number => {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : wrongUse(`--${name} takes a number above 0, not "${text}".`);
};

const readWords = () => {
  try {
    const options = {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(1 + Math.floor(Math.random() * seedMaximum)) },
      clients: { type: 'string', default: '12' },
      peace: { type: 'string', default: '2000' },
      history: { type: 'string' },
      check: { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
};

const values = readWords();

const say = (line: string): void => {
  (values.json ? process.stderr : process.stdout).write(`${line}\n`);
};

const report = (
  history: ReturnType<typeof parseHistory>,
  more: {
    readonly faults: Readonly<Record<string, number>>;
    readonly surprises: readonly string[];
    readonly historyHash: string;
  },
): void => {
  const { faults, surprises, historyHash } = more;
  const summary = summaryOf(history);
  tellSummary(summary, faults, say);
  for (const surprise of surprises) say(`  ${surprise}`);
  const kills = killsIn(faults);
  const violations = summary.anomalies.length + surprises.length;
  const { operations, undetermined, sometimes } = summary;
  say(`${kills} kills, ${surprises.length} surprises`);
  const counts = { operations, undetermined, kills };
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ seeds: 1, violations, historyHash, faults, sometimes, planted: [], ...counts })}\n`,
    );
  process.exitCode = violations > 0 ? 1 : 0;
};

const torment = async (): Promise<void> => {
  const [seed, minutes, clients, peaceMaximum] = (['seed', 'minutes', 'clients', 'peace'] as const).map((name) =>
    numberOf(name, values[name]),
  ) as [number, number, number, number];
  const file = values.history ?? join(mkdtempSync(join(tmpdir(), 'quipu-blackbox-')), 'history.jsonl');
  say(`The history goes to ${file}`);
  const taken = recorder(file);
  const stack = await tortureStack();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stack.abandon();
      process.exit(interruptedExitCode);
    });
  try {
    await campaign({
      ...{ target: stack.target, recorder: taken, seed, prefix: 'blackbox', ledger: 'main', minutes, clients },
      ...{ withPayouts: true, pauseMaximum, proofsOfEachKind, say },
      meanwhile: (until, random) => nemesis({ stack, random, recorder: taken, until, peaceMaximum }),
    });
    taken.addBank(await readBank(stack.current()));
  } finally {
    await stack.stop();
  }
  const historyHash = await taken.close();
  const { dataFolder } = stack.current();
  report(taken.history(), { faults: taken.faults(), surprises: stack.surprises(), historyHash });
  if (process.exitCode === 0) rmSync(dirname(dataFolder), { recursive: true, force: true });
  else say(`Its data stays in ${dataFolder}`);
};

if (values.check === undefined) await torment();
else report(parseHistory(readFileSync(values.check, 'utf8')), { faults: {}, surprises: [], historyHash: '' });
