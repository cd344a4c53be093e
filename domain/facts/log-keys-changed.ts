import type { FactHeader } from './origin.ts';

/** From now on other keys sign the checkpoints of the ledger's log; recorded before the first of these does. */
export type LogKeysChanged = FactHeader & {
  readonly type: 'LogKeysChanged';
  readonly schemaVersion: 1;
  /** Verifier keys of signed notes, in order: all that sign. */
  readonly keys: readonly string[];
};
