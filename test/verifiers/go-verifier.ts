import { spawn } from 'node:child_process';
import type { Claim } from './claim.ts';

export type Verdict = { readonly accepted: boolean; readonly why: string };

/** Why the verifiers cannot run here, as a sentence for people. */
export class VerifierMissing extends Error {
  override readonly name = 'VerifierMissing';
}

/** What Go's packages for the checksum database make of claims, in order. */
export const goVerdicts = async (claims: readonly Claim[]): Promise<readonly Verdict[]> => {
  const input = claims.map((claim) => `${JSON.stringify(claim)}\n`).join('');
  const output = await run('go', ['run', '.'], { folder: import.meta.dirname, input });
  const lines = output.trim().split('\n');
  if (lines.length !== claims.length) throw new Error(`Go answered ${lines.length} of ${claims.length} claims`);
  return lines.map((line): Verdict => JSON.parse(line));
};

type Given = { readonly folder: string; readonly input: string };

const run = (program: string, words: readonly string[], { folder, input }: Given): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', () =>
      reject(new VerifierMissing(`${program} is not installed: on Debian, apt-get install golang-go`)),
    );
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(output).toString('utf8')) : reject(new Error(`${program} ended with ${code}`)),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
