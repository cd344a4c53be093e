import type { Row, RowChange, RowKey } from '../../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import type { Attributes } from './event-row.ts';

export const keyAttributesOf = ({ partition, sort }: RowKey): Attributes => ({ pk: { S: partition }, sk: { S: sort } });

/** A row as the table keeps it after a change; `open` and `due` are there only while it waits in a queue. */
export const rowAttributesOf = ({ key, revision, due }: Omit<RowChange, 'body'>, body: JsonObject): Attributes => ({
  ...keyAttributesOf(key),
  revision: { N: String(revision + 1) },
  body: { S: canonicalJson(body) },
  ...(due === undefined ? {} : { open: { S: due.queue }, due: { S: due.at } }),
});

/** The row that the table answered. Throws PermanentFailure for one that is damaged. */
export const projectionRowOf = (attributes: Attributes): Row => {
  const partition = attributes['pk']?.S;
  const sort = attributes['sk']?.S;
  const revision = Number(attributes['revision']?.N);
  const body = attributes['body']?.S;
  if (partition === undefined || sort === undefined || body === undefined || !Number.isSafeInteger(revision))
    throw new PermanentFailure(`A row of a projection is damaged: ${partition ?? 'no pk'} ${sort ?? 'no sk'}`);
  return { key: { partition, sort }, revision, body: JSON.parse(body) };
};
