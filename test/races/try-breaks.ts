import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Break, breaks } from './breaks.ts';

const top = join(import.meta.dirname, '..', '..');

/** Breaks a copy of the code in each way, and answers the races that did not notice. */
export const tryBreaks = (schedules: number, say: (line: string) => void): readonly Break[] => {
  const copy = mkdtempSync(join(tmpdir(), 'quipu-races-'));
  try {
    for (const part of ['domain', 'functions', 'test', 'package.json'])
      cpSync(join(top, part), join(copy, part), { recursive: true });
    symlinkSync(join(top, 'node_modules'), join(copy, 'node_modules'));
    return breaks.filter((one) => {
      const noticed = isNoticed(one, copy, schedules);
      say(`${noticed ? 'noticed ' : 'SURVIVED'}  ${one.race} ...: ${one.file}: ${one.from} -> ${one.to}`);
      return !noticed;
    });
  } finally {
    rmSync(copy, { recursive: true });
  }
};

const isNoticed = ({ race, file, from, to }: Break, copy: string, schedules: number): boolean => {
  const path = join(copy, file);
  const whole = readFileSync(path, 'utf8');
  if (!whole.includes(from)) throw new Error(`${file} has no ${from} to break`);
  writeFileSync(path, whole.replace(from, to));
  const words = ['test/races/run.ts', '--only', race, '--schedules', String(schedules)];
  const ran = spawnSync(process.execPath, words, { cwd: copy, encoding: 'utf8' });
  writeFileSync(path, whole);
  // A race that does not even run notices nothing.
  return ran.status === 1 && ran.stdout.includes('FAIL');
};
