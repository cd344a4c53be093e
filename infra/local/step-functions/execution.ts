import * as z from 'zod';

export const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

const moment = z.int().nonnegative();

/**
 * An execution as it is kept on disk. Times are milliseconds since 1970; input and output are JSON text, as on the
 * wire.
 */
export const executionSchema = z.strictObject({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.enum(executionStatuses),
  startedAt: moment,
  stoppedAt: moment.optional(),
  input: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  /** How often it was run again because the stack had ended while it was running. */
  redriveCount: z.int().nonnegative(),
  redrivenAt: moment.optional(),
});

export type Execution = Readonly<z.infer<typeof executionSchema>>;

/** One event of an execution's history, as the service answers it, but with its time in milliseconds since 1970. */
export type HistoryEvent = {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
} & Readonly<Record<string, unknown>>;

/** An event that has not been given its id and time yet. */
export type NewEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The limit on an execution's input and on the output of any of its states, in bytes. */
export const payloadBytesMaximum = 262_144;
