import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs the contracts of the DynamoDB adapters on a second, independent engine: the endpoint in QUIPU_DYNAMODB_URL, or
 * ministack from PyPI in a Python environment of its own. Exit 1 where a contract is broken or no engine can be had.
 */
const version = '1.5.33';
const readyWithinSeconds = 60;
const folder = process.env['QUIPU_SECOND_ENGINE'] ?? join(homedir(), '.cache', `quipu-ministack-${version}`);

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const run = (command: string, ...words: readonly string[]): void => {
  const { status, error } = spawnSync(command, words, { stdio: 'inherit' });
  if (error !== undefined)
    fail(`${command} could not be run (${error.message}). Python 3.10 or newer with venv is needed.`);
  if (status !== 0) fail(`${command} ${words.join(' ')} failed.`);
};

const install = (): string => {
  const binary = join(folder, 'bin', 'ministack');
  if (existsSync(binary)) return binary;
  process.stderr.write(`Installing ministack ${version} into ${folder}\n`);
  run('python3', '-m', 'venv', folder);
  run(join(folder, 'bin', 'pip'), 'install', '--quiet', `ministack==${version}`);
  return binary;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });

const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

const startEngine = async () => {
  const binary = install();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...process.env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) };
  const engine = spawn(binary, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let waited = 0; !(await answers(url)); waited += 0.1) {
    if (engine.exitCode !== null) fail(`ministack ended with exit code ${engine.exitCode}.`);
    if (waited > readyWithinSeconds) fail(`ministack did not answer within ${readyWithinSeconds} s.`);
    await pause(100);
  }
  return { url, stop: () => engine.kill() };
};

const named = process.env['QUIPU_DYNAMODB_URL'];
const engine = named === undefined ? await startEngine() : { url: named, stop: () => true };
process.stderr.write(`The contracts of the DynamoDB adapters on ${engine.url}\n`);
const tests = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    ...['--selectProjects', 'integration', '--testPathPatterns', 'adapters/dynamodb', '--runInBand'],
  ],
  { stdio: 'inherit', env: { ...process.env, QUIPU_DYNAMODB_URL: engine.url } },
);
tests.on('exit', (code) => {
  engine.stop();
  process.exitCode = code ?? 1;
});
