import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeclaredStack } from '../../infra/local/declared-stack.ts';
import { evaluateProgram } from '../../infra/local/evaluate-program.ts';
import { startStack } from '../../infra/local/start-stack.ts';
import { type Removal, removalsOf } from './removals.ts';
import { walk, walkEverySeconds } from './walk.ts';

/**
 * Shows that the cloud and this machine cannot drift apart: the walk passes on what the program declares, and fails
 * where anything is taken away from it. A sample of each kind, or all with --all. Exit 1 where a removal goes
 * unnoticed.
 */
const sampleOfEachKind = 2;
const all = process.argv.includes('--all');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);

const issuer = 'http://127.0.0.1/local-issuer';
const keys = mkdtempSync(join(tmpdir(), 'quipu-drift-keys-'));
const declared = await evaluateProgram({
  stack: 'drift',
  jwtIssuer: issuer,
  jwtAudience: 'quipu',
  settings: {
    signingKeyFile: pathToFileURL(join(keys, 'audit-log.pem')).href,
    wrappingKeyFile: pathToFileURL(join(keys, 'subject-keys.secret')).href,
  },
});

/** Schedules fire often, so that the walk need not wait a minute for them. */
const hurried = (stack: DeclaredStack): DeclaredStack => ({
  ...stack,
  schedules: stack.schedules.map((schedule) => ({ ...schedule, everySeconds: walkEverySeconds })),
});

/** What went wrong on the walk; undefined where nothing did. */
const walkOn = async (stack: DeclaredStack): Promise<string | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'quipu-drift-'));
  const denied: string[] = [];
  try {
    const running = await startStack({
      port: 0,
      dataFolder: join(folder, 'data'),
      fresh: true,
      log: (line) => void (line.includes(' was denied ') && denied.push(line)),
      environment: process.env,
      evaluate: async () => hurried(stack),
    });
    try {
      await walk(running);
      // What a schedule is denied may show in no answer.
      return denied[0];
    } finally {
      await running.stop();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const chosen = (removals: readonly Removal[]): readonly Removal[] => {
  if (only !== undefined) return removals.filter(({ kind, name }) => `${kind} ${name}`.includes(only));
  if (all) return removals;
  const kinds = [...new Set(removals.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const ofKind = removals.filter((removal) => removal.kind === kind);
    const step = Math.max(1, Math.floor(ofKind.length / sampleOfEachKind));
    return ofKind.filter((_, index) => index % step === 0).slice(0, sampleOfEachKind);
  });
};

let passed = 0;
let failed = 0;
const report = (ok: boolean, line: string): void => {
  if (ok) passed += 1;
  else failed += 1;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${line}\n`);
};

const whole = await walkOn(declared);
report(whole === undefined, `the walk passes on the whole program${whole === undefined ? '' : `: ${whole}`}`);
if (whole === undefined)
  for (const { kind, name, from } of chosen(removalsOf(declared))) {
    const noticed = await walkOn(from(declared));
    report(
      noticed !== undefined,
      `${kind} ${name}: ${noticed?.split('\n')[0]?.slice(0, 120) ?? 'nobody noticed that it is gone'}`,
    );
  }
rmSync(keys, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
