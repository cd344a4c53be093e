import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Everything that must be green, part by part; all parts run, and the last line counts. Exit 1 where anything failed.
 */
type Part = {
  readonly name: string;
  readonly script: string;
  readonly words?: readonly string[];
  readonly counts: boolean;
};

const parts: readonly Part[] = [
  { name: 'types, lint, format', script: 'test/check.ts', counts: false },
  { name: 'unit', script: 'unit', words: ['--maxWorkers=2'], counts: true },
  { name: 'integration', script: 'integration', words: ['--maxWorkers=2'], counts: true },
  { name: 'end to end', script: 'e2e', words: ['--runInBand'], counts: true },
  { name: 'journeys of the documents', script: 'test/docs/check-journeys.ts', counts: false },
];

type Counted = { readonly passed: number; readonly failed: number; readonly skipped: number };

const folder = mkdtempSync(join(tmpdir(), 'quipu-test-'));

const wordsOf = ({ name, script, words = [], counts }: Part): readonly string[] =>
  counts
    ? [
        ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
        ...['--selectProjects', script, '--json', '--outputFile', join(folder, `${name}.json`), ...words],
      ]
    : [script];

// jest prints its JSON on standard output as well, so a part that counts shows only its standard error.
const runPart = (part: Part): Promise<number> =>
  new Promise((resolve) => {
    const stdio = ['ignore', part.counts ? 'ignore' : 'inherit', 'inherit'] as const;
    const child = spawn(process.execPath, wordsOf(part), { stdio: [...stdio] });
    child.on('close', (code) => resolve(code ?? 1));
  });

const countsOf = (part: Part, code: number): Counted => {
  if (!part.counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(join(folder, `${part.name}.json`), 'utf8')) as {
      readonly numPassedTests: number;
      readonly numFailedTests: number;
      readonly numRuntimeErrorTestSuites: number;
      readonly numPendingTests: number;
    };
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return {
      passed: report.numPassedTests,
      failed: code !== 0 && failed === 0 ? 1 : failed,
      skipped: report.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

const all: Counted[] = [];
const lines: string[] = [];
for (const part of parts) {
  process.stdout.write(`\n=== ${part.name}\n`);
  const begun = performance.now();
  const counted = countsOf(part, await runPart(part));
  all.push(counted);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const nothing = part.counts && counted.passed + counted.failed === 0;
  if (nothing) all.push({ passed: 0, failed: 1, skipped: 0 });
  lines.push(
    `${part.name}: ${counted.passed} passed, ${counted.failed} failed in ${seconds} s${nothing ? ' (no test ran)' : ''}`,
  );
}
rmSync(folder, { recursive: true, force: true });

const total = (of: keyof Counted): number => all.reduce((sum, counted) => sum + counted[of], 0);
const skipped = total('skipped') === 0 ? '' : `, ${total('skipped')} skipped`;
process.stdout.write(`\n${lines.join('\n')}\n\n${total('passed')} passed, ${total('failed')} failed${skipped}\n`);
process.exitCode = total('failed') === 0 ? 0 : 1;
