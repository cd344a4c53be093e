import type { Json } from '../../domain/shared/json.ts';

/** What a command answers: to a program with `--json`, or to a person. `failed` makes the exit code 1. */
export type Answer = { readonly json: Json; readonly text: string; readonly failed?: boolean };
