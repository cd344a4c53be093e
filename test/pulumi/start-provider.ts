import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type RunningProvider = { readonly port: number; readonly stop: () => void };

/** Starts the stand-in for the AWS provider in a process of its own. */
export const startProvider = (): Promise<RunningProvider> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'stand-in-provider.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`The stand-in for AWS ended with ${code}.`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const port = /^\d+$/m.exec(text)?.[0];
      if (port !== undefined) resolve({ port: Number(port), stop: () => void child.kill() });
    });
  });
