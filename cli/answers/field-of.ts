import type { Json, JsonObject } from '../../domain/shared/json.ts';

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted path such as `balance.posted`; undefined where there is none. */
export const fieldOf = (value: Json | undefined, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((found, name) => (isJsonObject(found) ? found[name] : undefined), value);

/** The same as text for people: nothing for null, and what a list holds one after the other. */
export const textOf = (value: Json | undefined, path: string): string => {
  const found = fieldOf(value, path);
  if (found === undefined || found === null) return '';
  if (Array.isArray(found)) return found.map((_each, index) => textOf({ each: found[index] }, 'each')).join(' ');
  return typeof found === 'string' ? found : JSON.stringify(found);
};

/** The objects of a list at a path; none where there is no list. */
export const objectsOf = (value: Json | undefined, path: string): readonly JsonObject[] => {
  const found = fieldOf(value, path);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
};
