import type { Due, RowKey } from '../../domain/ports/projection-store.ts';
import type { Rows } from '../../domain/projections/projection.ts';
import type { JsonObject } from '../../domain/shared/json.ts';

type Kept = { readonly body: JsonObject; readonly due: Due | undefined };

/** Rows in memory, by `<partition> / <sort>`, which tell in order what a step did with them. */
export const toldRows = (bodies: Readonly<Record<string, JsonObject>> = {}) => {
  const kept = new Map<string, Kept>(Object.entries(bodies).map(([name, body]) => [name, { body, due: undefined }]));
  const told: string[] = [];
  const naming = (verb: string, { partition, sort }: RowKey): string => {
    const name = `${partition} / ${sort}`;
    told.push(`${verb} ${name}`);
    return name;
  };
  const rows: Rows = {
    get: (key) => kept.get(naming('get', key))?.body,
    put: (key, body, due) => void kept.set(naming('put', key), { body, due }),
    remove: (key) => void kept.delete(naming('remove', key)),
  };
  const keptAt = ({ partition, sort }: RowKey): Kept | undefined => kept.get(`${partition} / ${sort}`);
  return { rows, told, keptAt };
};
