import { InvariantViolation } from './failures.ts';

/**
 * The one text of a JSON value: RFC 8785 (JSON Canonicalization Scheme), with property names in UTF-16 order and
 * without white space. Properties that are `undefined` are left out. Throws InvariantViolation for what JSON cannot
 * say.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InvariantViolation(`JSON has no number ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element)).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>);
  throw new InvariantViolation(`JSON has no ${typeof value}`);
};

/** Printable ASCII without what JSON escapes: almost every text, and several times faster to quote. */
const plainText = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string => (plainText.test(text) ? `"${text}"` : JSON.stringify(text));

const canonicalObject = (value: Readonly<Record<string, unknown>>): string => {
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
};
