import { spawn } from 'node:child_process';

export type Answer = { readonly succeeded: boolean; readonly output: string; readonly everything: string };

/** Runs the Pulumi CLI in a folder and answers what it said. */
export type Pulumi = (...words: readonly string[]) => Promise<Answer>;

export const pulumiCommand =
  (executable: string, folder: string, environment: NodeJS.ProcessEnv): Pulumi =>
  (...words) =>
    new Promise((resolve, reject) => {
      const child = spawn(executable, [...words, '--non-interactive'], { cwd: folder, env: environment });
      const output: string[] = [];
      const everything: string[] = [];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output.push(text);
        everything.push(text);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => void everything.push(text));
      child.on('error', reject);
      child.on('close', (code) =>
        resolve({ succeeded: code === 0, output: output.join(''), everything: everything.join('') }),
      );
    });
