import type { Json } from '../../domain/shared/json.ts';
import { textOf } from './field-of.ts';

/** Fields of one thing, one a line: a label, and the value at a dotted path. Those without a value are left out. */
export const details = (value: Json, fields: readonly (readonly [label: string, path: string])[]): string => {
  const shown = fields.map(([label, path]) => ({ label, text: textOf(value, path) })).filter(({ text }) => text !== '');
  const width = Math.max(0, ...shown.map(({ label }) => label.length));
  return shown.map(({ label, text }) => `${label.padEnd(width)}  ${text}`).join('\n');
};
