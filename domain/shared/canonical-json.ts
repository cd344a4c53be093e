import { InvariantViolation } from './failures.ts';

/**
 * The one text of a JSON value: RFC 8785 (JSON Canonicalization Scheme), with property names in UTF-16 order and
 * without white space. Properties that are `undefined` are left out. Throws InvariantViolation for what JSON cannot
 * say.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InvariantViolation(`JSON has no number ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element)).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>);
  throw new InvariantViolation(`JSON has no ${typeof value}`);
};

const canonicalObject = (value: Readonly<Record<string, unknown>>): string => {
  const members: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
};
