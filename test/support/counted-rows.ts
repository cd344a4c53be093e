import type { ProjectionStore, Row, RowChange } from '../../domain/ports/projection-store.ts';
import { keyAttributesOf, rowAttributesOf } from '../../functions/adapters/dynamodb/projection-row.ts';

/** Units as DynamoDB charges them, the rows written, and the requests made. */
export type RowCost = {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly rowsWritten: number;
  readonly requests: number;
};

/**
 * A store that counts what its use would cost on DynamoDB: a transaction takes two write units for each started KB of
 * each row, and a row that waits in a queue as many again for the index; a strongly consistent read takes one unit for
 * each started 4 KB, also of a row that is not there.
 */
export const countedRows = (store: ProjectionStore): ProjectionStore & { readonly cost: () => RowCost } => {
  let cost: RowCost = { writeUnits: 0, readUnits: 0, rowsWritten: 0, requests: 0 };
  const add = (more: Partial<RowCost>): void => {
    cost = {
      writeUnits: cost.writeUnits + (more.writeUnits ?? 0),
      readUnits: cost.readUnits + (more.readUnits ?? 0),
      rowsWritten: cost.rowsWritten + (more.rowsWritten ?? 0),
      requests: cost.requests + 1,
    };
  };
  return {
    ...store,
    load: async (keys) => {
      const rows = await store.load(keys);
      const missing = keys.length - rows.length;
      add({ readUnits: missing + rows.reduce((units, row) => units + readUnitsOf(row), 0) });
      return rows;
    },
    commit: async (changes) => {
      const writeUnits = changes.reduce((units, change) => units + writeUnitsOf(change), 0);
      add({ writeUnits, rowsWritten: changes.length });
      return store.commit(changes);
    },
    query: async (query) => {
      const rows = await store.query(query);
      add({ readUnits: Math.max(1, Math.ceil(rows.reduce((bytes, row) => bytes + bytesOf(row), 0) / 4096)) });
      return rows;
    },
    cost: () => cost,
  };
};

const writeUnitsOf = (change: RowChange): number => {
  const units = Math.max(1, Math.ceil(bytesOf(change) / 1024));
  return 2 * units + (change.due === undefined ? 0 : units);
};

const readUnitsOf = (row: Row): number => Math.max(1, Math.ceil(bytesOf(row) / 4096));

/** The size that DynamoDB charges: the bytes of names and texts, and of a number about half its digits and one. */
const bytesOf = ({ key, revision, body, due }: Omit<RowChange, 'body'> & Pick<RowChange, 'body'>): number => {
  const attributes =
    body === null
      ? keyAttributesOf(key)
      : rowAttributesOf({ key, revision, ...(due === undefined ? {} : { due }) }, body);
  return Object.entries(attributes).reduce((bytes, [name, value]) => {
    const size = value.S === undefined ? Math.ceil((value.N ?? '').length / 2) + 1 : Buffer.byteLength(value.S);
    return bytes + Buffer.byteLength(name) + size;
  }, 0);
};
