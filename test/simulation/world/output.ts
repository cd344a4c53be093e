import type { Trace } from './trace.ts';

/** Everything that leaves the functions for people to read: lines of logs and metrics, and messages of errors. */
export type Output = {
  /** A text of which nothing may ever be read there. */
  readonly guard: (canary: string) => string;
  readonly look: (text: string) => void;
  /** Takes over standard output for as long as `work` takes. */
  readonly during: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
};

const canaryPattern = /canary-[0-9]+/;

export const outputOf = (trace: Trace): Output => {
  const look = (text: string): void => {
    const found = canaryPattern.exec(text);
    if (found !== null) trace.violate('SIM-17', `${found[0]} can be read in: ${text.slice(0, 200)}`);
  };
  return {
    guard: (name) => `canary-${name}`,
    look,
    during: async (work) => {
      const { stdout } = process;
      const before = stdout.write;
      const { QUIPU_LOG } = process.env;
      process.env['QUIPU_LOG'] = 'on';
      stdout.write = (chunk: string | Uint8Array): boolean => {
        look(String(chunk));
        return true;
      };
      try {
        return await work();
      } finally {
        stdout.write = before;
        if (QUIPU_LOG === undefined) delete process.env['QUIPU_LOG'];
        else process.env['QUIPU_LOG'] = QUIPU_LOG;
      }
    },
  };
};
