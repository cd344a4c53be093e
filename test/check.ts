import { spawn } from 'node:child_process';

/** Types, lint and format, side by side. Imports, names and sizes are held by test/architecture.test.ts. */
const checks = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
] as const;

const run = ([name, ...words]: readonly [string, ...string[]]): Promise<boolean> =>
  new Promise((resolve) => {
    const check = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [check.stdout, check.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    check.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });

const passed = await Promise.all(checks.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
