import type { Row, RowChange, RowKey } from '../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { nameOfRow } from './fold-steps.ts';

/**
 * The rows that this process committed lately, as it committed them. Others may have changed them since, so one may be
 * folded over only where the commit of the result checks its revision: see `commitSteps`.
 */
export type RememberedRows = {
  readonly recall: (key: RowKey) => Row | undefined;
  /** Takes in what was committed, but for rows that are new: most are marks, and never written again. */
  readonly keep: (changes: readonly RowChange[]) => void;
  readonly forget: (changes: readonly RowChange[]) => void;
};

/** An account's row takes about a kilobyte. */
export const rememberedMaximum = 5_000;

/**
 * How long a row is remembered, in seconds. A revision tells one row of a table from another, but not from a row of the
 * table that is made anew under its name and filled by a replay; that takes longer than this.
 */
export const rememberedSeconds = 60;

/** `now` answers milliseconds that never go back. */
export const rememberedRows = (now: () => number = () => performance.now()): RememberedRows => {
  const rows = new Map<string, { readonly row: Row; readonly until: number }>();
  return {
    recall: (key) => {
      const found = rows.get(nameOfRow(key));
      return found !== undefined && found.until > now() ? asStored(found.row) : undefined;
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
    forget: (changes) => {
      for (const { key } of changes) rows.delete(nameOfRow(key));
    },
  };
};

// Through text, since a store leaves out what is undefined.
const asStored = (row: Row): Row => ({ ...row, body: JSON.parse(canonicalJson(row.body)) });
