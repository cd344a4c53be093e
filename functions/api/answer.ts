import type { Problem } from './problem.ts';

/** What a request comes to: an answer, or a refusal. */
export type Answer =
  | {
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly problem: Problem };

export const ok = (body: unknown): Answer => ({ status: 200, body });
