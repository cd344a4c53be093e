import type { Row, RowChange, RowKey } from '../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { nameOfRow } from './fold-steps.ts';

/**
 * The rows that this process committed lately, as it committed them. Others may have changed them since, so one may be
 * folded over only where the commit of the result checks its revision: see `commitSteps`.
 */
export type RememberedRows = {
  /** Those of the rows that are remembered; none for a while after such rows were out of date. */
  readonly recall: (keys: readonly RowKey[]) => readonly Row[];
  /** Takes in what was committed, but for rows that are new: most are marks, and never written again. */
  readonly keep: (changes: readonly RowChange[]) => void;
  /** A commit that rested on what was recalled went through. */
  readonly confirm: () => void;
  /** A commit that rested on what was recalled was refused. */
  readonly refute: () => void;
};

/** An account's row takes about a kilobyte. */
export const rememberedMaximum = 5_000;

/**
 * How long a row is remembered, in seconds. A revision tells one row of a table from another, but not from a row of the
 * table that is made anew under its name and filled by a replay; that takes longer than this.
 */
export const rememberedSeconds = 60;

/**
 * How many commits at most read everything before memory is tried again. Where several workers change the same rows,
 * as those of several shards do, a commit that rests on memory is nearly always refused, and is charged all the same.
 */
export const doubtMaximum = 1_000;

/** `now` answers milliseconds that never go back. */
export const rememberedRows = (now: () => number = () => performance.now()): RememberedRows => {
  const rows = new Map<string, { readonly row: Row; readonly until: number }>();
  let doubt = 0;
  let readsLeft = 0;
  return {
    recall: (keys) => {
      if (readsLeft > 0) {
        readsLeft -= 1;
        return [];
      }
      const found = keys.map((key) => rows.get(nameOfRow(key))).filter((one) => one !== undefined);
      return found.filter(({ until }) => until > now()).map(({ row }) => asStored(row));
    },
    keep: (changes) => {
      const until = now() + rememberedSeconds * 1_000;
      for (const { key, revision, body } of changes) {
        const name = nameOfRow(key);
        // Taken out first, so that what was written longest ago is the first to go.
        rows.delete(name);
        if (body !== null && revision > 0) rows.set(name, { row: { key, revision: revision + 1, body }, until });
      }
      for (const name of rows.keys()) {
        if (rows.size <= rememberedMaximum) break;
        rows.delete(name);
      }
    },
    confirm: () => {
      doubt = Math.max(0, doubt - 1);
    },
    refute: () => {
      doubt = Math.min(doubtMaximum, 2 * doubt + 1);
      readsLeft = doubt;
    },
  };
};

// Through text, since a store leaves out what is undefined.
const asStored = (row: Row): Row => ({ ...row, body: JSON.parse(canonicalJson(row.body)) });
