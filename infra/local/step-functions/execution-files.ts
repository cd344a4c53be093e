import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { readIfThere } from '../read-if-there.ts';
import { writeAtomically } from '../write-atomically.ts';
import { type Execution, executionSchema, type HistoryEvent } from './execution.ts';

/** Executions in files, two for each: what it is, replaced as a whole, and its history, which only grows. */
export type ExecutionFiles = {
  /** All of them; one that is damaged is named in the log and left out. */
  readonly readAll: () => Promise<readonly Execution[]>;
  readonly save: (execution: Execution) => Promise<void>;
  readonly appendHistory: (execution: Execution, events: readonly HistoryEvent[]) => Promise<void>;
  readonly readHistory: (execution: Execution) => Promise<readonly HistoryEvent[]>;
};

const executionSuffix = '.execution.json';

export const executionFiles = (folder: string, log: Log): ExecutionFiles => {
  const pathOf = (execution: Execution, suffix: string): string => {
    const machine = execution.stateMachineArn.slice(execution.stateMachineArn.lastIndexOf(':') + 1);
    return join(folder, encodeURIComponent(machine), `${encodeURIComponent(execution.name)}${suffix}`);
  };
  const historyPath = (execution: Execution) => pathOf(execution, '.history.jsonl');
  return {
    readAll: async () => {
      await mkdir(folder, { recursive: true });
      const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(executionSuffix));
      const read = await Promise.all(paths.map((path) => readExecution(join(folder, path), log)));
      return read.filter((execution) => execution !== undefined);
    },
    save: async (execution) => {
      await mkdir(join(pathOf(execution, ''), '..'), { recursive: true });
      await writeAtomically(pathOf(execution, executionSuffix), JSON.stringify(execution), { durable: true });
    },
    appendHistory: (execution, events) =>
      appendFile(historyPath(execution), events.map((event) => `\n${JSON.stringify(event)}`).join('')),
    readHistory: async (execution) => historyIn((await readIfThere(historyPath(execution))) ?? ''),
  };
};

const readExecution = async (path: string, log: Log): Promise<Execution | undefined> => {
  try {
    return executionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    log(
      `The execution in ${path} is damaged, and left alone. Delete the file, or restore it and start again. (${error})`,
    );
    return undefined;
  }
};

/** An abrupt end may leave half a line. Each event begins a new one, so that no other is lost with it. */
const historyIn = (text: string): readonly HistoryEvent[] => {
  const events: HistoryEvent[] = [];
  for (const line of text.split('\n')) {
    try {
      const event: HistoryEvent = JSON.parse(line);
      events.push(event);
    } catch {}
  }
  return events.map((event, index) => ({ ...event, id: index + 1, previousEventId: index }));
};
