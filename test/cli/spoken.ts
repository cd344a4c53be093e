import { runQuipu } from '../../cli/run-quipu.ts';

/** What a command line printed, and how it ended. */
export type Spoken = { readonly exitCode: number; readonly out: string; readonly err: string };

/** Runs `quipu` in this process with an environment of its own. */
export const spoken = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Spoken> => {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runQuipu(words, {
    write: (text) => out.push(text),
    complain: (text) => err.push(text),
    progress: () => ({ step: () => {}, done: () => {} }),
    environment,
    readInput: async () => input,
  });
  return { exitCode, out: out.join(''), err: err.join('') };
};
