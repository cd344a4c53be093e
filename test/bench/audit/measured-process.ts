import { spawn } from 'node:child_process';

/** What a process took: seconds from its start to its end, and the most memory it had at once, in bytes. */
export type MeasuredProcess = { readonly seconds: number; readonly memoryBytes: number };

/** Asked of the process itself as it ends. What getrusage tells would be the larger of it and of whoever started it. */
const telling = `import { readFileSync } from 'node:fs';
process.on('exit', () => {
  const [, kilobytes] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  process.stderr.write('memory ' + kilobytes * 1024 + '\\n');
});`;

const secondsBetweenSigns = 10;

/** Runs a script of Node, on Linux, and says on standard error that it still does. Throws an Error where it fails. */
export const measuredProcess = async (name: string, words: readonly string[]): Promise<MeasuredProcess> => {
  const begun = performance.now();
  const secondsSince = (): number => (performance.now() - begun) / 1_000;
  const sign = setInterval(
    () => process.stderr.write(`${name}: ${secondsSince().toFixed(0)} s\n`),
    secondsBetweenSigns * 1_000,
  );
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(telling)}`, ...words]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(sign);
  const [, memory] = /memory (\d+)\n$/.exec(said) ?? [];
  if (code !== 0 || memory === undefined) throw new Error(`${name} has ended with ${code}: ${said}`);
  return { seconds: secondsSince(), memoryBytes: Number(memory) };
};
