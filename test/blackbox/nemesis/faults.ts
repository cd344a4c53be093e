import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../clients/random.ts';
import { processesOf, signal } from './processes.ts';
import type { TorturedStack } from './tortured-stack.ts';

/** Something that goes wrong. Answers what went wrong, or nothing where there was nobody to do it to. */
export type Fault = (stack: TorturedStack, random: Random) => Promise<readonly string[]>;

/** One function dies in the middle of whatever it does; the stack lives on. */
export const killWorker: Fault = async (stack, random) => {
  const { workers } = processesOf(stack.current());
  const [name, pid] = random.perhapsOneOf([...workers]) ?? [];
  return signal(pid, 'SIGKILL') ? [`kill worker ${name}`] : [];
};

/** The API and the saga hold the pen, so they are hit more often than others. */
export const killWriter: Fault = async (stack, random) => {
  const { workers } = processesOf(stack.current());
  const name = random.oneOf(['api', 'api', 'saga', 'bank', 'relay']);
  return signal(workers.get(name), 'SIGKILL') ? [`kill worker ${name}`] : [];
};

/** Every function at once. */
export const killAllWorkers: Fault = async (stack) => {
  const { workers } = processesOf(stack.current());
  return [...workers].flatMap(([name, pid]) => (signal(pid, 'SIGKILL') ? [`kill worker ${name}`] : []));
};

/** The stack's own process dies; what it started finds out for itself. */
export const killStack: Fault = async (stack) => {
  const { stack: pid } = processesOf(stack.current());
  const restarting = stack.restart();
  signal(pid, 'SIGKILL');
  await restarting;
  return ['kill stack'];
};

/** All processes die in the same moment. */
export const cutPower: Fault = async (stack) => {
  const { stack: pid, engineHost, dynamodb, workers } = processesOf(stack.current());
  const restarting = stack.restart();
  for (const one of [pid, engineHost, ...dynamodb.values(), ...workers.values()]) signal(one, 'SIGKILL');
  await restarting;
  return ['cut power'];
};

export const killDynamodb: Fault = async (stack, random) => {
  const { dynamodb } = processesOf(stack.current());
  const [file, pid] = random.perhapsOneOf([...dynamodb]) ?? [];
  if (pid === undefined) return [];
  const restarting = stack.restart();
  signal(pid, 'SIGKILL');
  await restarting;
  return [`kill DynamoDB engine ${file}`];
};

export const killKinesis: Fault = async (stack) => {
  const { engineHost } = processesOf(stack.current());
  if (engineHost === undefined) return [];
  const restarting = stack.restart();
  signal(engineHost, 'SIGKILL');
  await restarting;
  return ['kill Kinesis engine'];
};

/** A second death while the stack is still coming back from the first. */
export const killTwice: Fault = async (stack, random) => {
  const { stack: pid } = processesOf(stack.current());
  const restarting = stack.restart({ killStartAfter: random.between(200, 4_000) });
  signal(pid, 'SIGKILL');
  await restarting;
  return ['kill stack', 'kill starting stack'];
};

/** Somebody stands still for a moment, and does not know. */
export const pauseSomebody: Fault = async (stack, random) => {
  const { stack: pid, engineHost, dynamodb, workers } = processesOf(stack.current());
  const all: readonly (readonly [string, number | undefined])[] = [
    ['stack', pid],
    ['Kinesis engine', engineHost],
    ...[...dynamodb].map(([file, engine]) => [`DynamoDB engine ${file}`, engine] as const),
    ...[...workers].map(([name, worker]) => [`worker ${name}`, worker] as const),
  ];
  const [name, paused] = random.oneOf(all);
  if (!signal(paused, 'SIGSTOP')) return [];
  await pause(random.between(300, 4_000));
  signal(paused, 'SIGCONT');
  return [`pause ${name}`];
};

const stutters = 30;

/** A disk that is busy with something else: the DynamoDB engines get on by fits and starts. */
export const slowDisk: Fault = async (stack, random) => {
  const engines = [...processesOf(stack.current()).dynamodb.values()];
  for (let stutter = 0; stutter < stutters; stutter += 1) {
    const stopped = engines.filter((pid) => signal(pid, 'SIGSTOP'));
    if (stopped.length === 0) return [];
    await pause(random.between(20, 200));
    for (const pid of stopped) signal(pid, 'SIGCONT');
    await pause(random.between(5, 40));
  }
  return ['slow disk'];
};
