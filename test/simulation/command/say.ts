import { SingleBar } from 'cli-progress';

/** Says a line to whoever is watching. */
export type Say = (line: string) => void;

/** People read what happens on standard error where `--json` leaves one line on standard output. */
export const sayTo =
  (isJson: boolean): Say =>
  (line) =>
    void (isJson ? process.stderr : process.stdout).write(`${line}\n`);

const linesEveryMilliseconds = 10_000;

export type Progress = {
  readonly more: (done: number) => void;
  /** How many were done in a second, until now. */
  readonly pace: () => number;
  readonly stop: () => void;
};

/** A bar on standard error, or a line from time to time where that is no terminal. */
export const progressOver = (what: string, total: number): Progress => {
  const begun = performance.now();
  const bar = new SingleBar({
    format: `${what} {bar} {value} of {total}, {pace}/s, {eta_formatted} left`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: linesEveryMilliseconds,
  });
  let done = 0;
  const pace = (): number => done / ((performance.now() - begun) / 1_000);
  bar.start(total, 0, { pace: '0' });
  return {
    more: (count) => {
      done += count;
      bar.update(done, { pace: pace().toFixed(1) });
    },
    pace,
    stop: () => bar.stop(),
  };
};

/** Names and how often each, as a table. */
export const sayCounts = (say: Say, title: string, counts: Readonly<Record<string, number>>): void => {
  say(`\n${title}`);
  for (const [name, times] of Object.entries(counts)) say(`${String(times).padStart(9)}  ${name}`);
};
