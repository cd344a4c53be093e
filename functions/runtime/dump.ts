import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { isSighting } from '../../domain/projections/seen-key.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';

/**
 * The one text of a projection: its rows in order, one a line, without when things were seen and how often rows were
 * written. Two stores hold the same projection exactly if their texts are equal.
 */
export const dump = async (store: ProjectionStore): Promise<string> => {
  const lines: string[] = [];
  for await (const { key, body } of store.scan())
    if (!isSighting(key)) lines.push(`${canonicalJson([key.partition, key.sort])} ${canonicalJson(body)}`);
  return lines
    .sort()
    .map((line) => `${line}\n`)
    .join('');
};
