import type { Execution, HistoryEvent, NewEvent } from './execution.ts';
import type { ExecutionFiles } from './execution-files.ts';

/** The history of an execution that runs: in memory, and soon after in its file. */
export type HistoryLog = {
  readonly record: (event: NewEvent) => void;
  readonly events: () => readonly HistoryEvent[];
  /** Resolves once all that was recorded is in the file; rejects where it could not be written. */
  readonly flush: () => Promise<void>;
};

export const historyLog = (
  files: ExecutionFiles,
  execution: Execution,
  before: readonly HistoryEvent[],
): HistoryLog => {
  const events = [...before];
  let written = before.length;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (written < events.length) {
      const fresh = events.slice(written);
      await files.appendHistory(execution, fresh);
      written += fresh.length;
    }
  };
  const flush = (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  return {
    record: (event) => {
      const id = events.length + 1;
      events.push({ ...event, id, previousEventId: id - 1, timestamp: Date.now() });
      // What fails here is written, or fails, again at the end.
      flush().catch(() => undefined);
    },
    events: () => events,
    flush: async () => {
      await writing?.catch(() => undefined);
      await flush();
    },
  };
};
