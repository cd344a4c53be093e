import {
  type ProjectionStore,
  type Row,
  type RowChange,
  type RowKey,
  rowsPerCommitMaximum,
} from '../../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';

type Kept = { readonly key: RowKey; readonly revision: number; readonly text: string; readonly due: RowChange['due'] };

/**
 * The projection store in memory: for tests, replays and verification. It keeps the contract of the one on DynamoDB.
 */
export const memoryProjectionStore = (): ProjectionStore => {
  const rows = new Map<string, Kept>();

  const write = ({ key, revision, body, due }: RowChange): void => {
    if (body === null) rows.delete(nameOf(key));
    else rows.set(nameOf(key), { key, revision: revision + 1, text: canonicalJson(body), due });
  };

  return {
    load: async (keys) => distinct(keys).flatMap((key) => found(rows.get(nameOf(key)))),
    commit: async (changes) => {
      distinct(changes.map(({ key }) => key));
      if (changes.some(({ key, revision }) => (rows.get(nameOf(key))?.revision ?? 0) !== revision)) return 'conflict';
      for (const change of changes) write(change);
      return 'committed';
    },
    query: async ({ partition, prefix = '', after, descending = false, limit }) => {
      const direction = descending ? -1 : 1;
      return [...rows.values()]
        .filter(({ key }) => key.partition === partition && key.sort.startsWith(prefix))
        .filter(({ key }) => after === undefined || compare(key.sort, after) * direction > 0)
        .sort((left, right) => compare(left.key.sort, right.key.sort) * direction)
        .slice(0, limit)
        .map(rowOf);
    },
    dueBy: async (queue, until, limit) =>
      [...rows.values()]
        .filter(({ due }) => due?.queue === queue && due.at <= until)
        .sort((left, right) => compare(left.due?.at ?? '', right.due?.at ?? ''))
        .slice(0, limit)
        .map(rowOf),
    scan: async function* () {
      for (const kept of [...rows.values()]) yield rowOf(kept);
    },
  };
};

const nameOf = ({ partition, sort }: RowKey): string => `${partition.length} ${partition}${sort}`;

const found = (kept: Kept | undefined): readonly Row[] => (kept === undefined ? [] : [rowOf(kept)]);

const rowOf = ({ key, revision, text }: Kept): Row => ({ key, revision, body: JSON.parse(text) });

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const distinct = (keys: readonly RowKey[]): readonly RowKey[] => {
  if (keys.length > rowsPerCommitMaximum) throw new InvariantViolation(`${keys.length} rows at once are too many`);
  if (new Set(keys.map(nameOf)).size !== keys.length) throw new InvariantViolation('A row is named twice');
  return keys;
};
