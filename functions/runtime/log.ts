import { AsyncLocalStorage } from 'node:async_hooks';

/** What a log line carries beside its message: ids and codes; never bodies, metadata or names. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const context = new AsyncLocalStorage<LogFields>();

/** Gives every line that `work` logs these fields as well. */
export const withLogFields = <Answer>(fields: LogFields, work: () => Answer): Answer =>
  context.run({ ...context.getStore(), ...fields }, work);

const write = (level: 'info' | 'warn' | 'error', message: string, fields: LogFields): void => {
  if (process.env['QUIPU_LOG'] === 'off') return;
  const line = { level, message, time: new Date().toISOString(), ...context.getStore(), ...fields };
  // Not by console, which Lambda decorates in some log formats, and which would then no longer be JSON.
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Writes one line of JSON; none while the environment says QUIPU_LOG=off. */
export const log = {
  info: (message: string, fields: LogFields = {}): void => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}): void => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}): void => write('error', message, fields),
};

/** An error as log fields: its name and message, which say nothing of what was in a body. */
export const reasonOf = (error: unknown): { readonly error: string; readonly reason: string } =>
  error instanceof Error ? { error: error.name, reason: error.message } : { error: 'unknown', reason: String(error) };
