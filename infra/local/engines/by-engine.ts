import type { DeclaredTable } from '../declared-stack.ts';

/**
 * The two DynamoDB engines of the local stack: one for the tables that have a stream, one for all others. An engine has
 * one writer for all of its tables, so consumers that write views would make appends to the event table wait.
 */
export type EngineName = 'withStream' | 'withoutStream';

export type ByEngine<Value> = Readonly<Record<EngineName, Value>>;

/** Where each declared table is: the address of its engine by the name of the table. */
export const tableAddresses = (
  tables: readonly DeclaredTable[],
  urls: ByEngine<string>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tables.map(({ name, streamViewType }) => [
      name,
      streamViewType === undefined ? urls.withoutStream : urls.withStream,
    ]),
  );
