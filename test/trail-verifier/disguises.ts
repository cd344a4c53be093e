import type { Chance } from '../verifiers/chance.ts';
import { chosen } from './tampering.ts';

/** Makes a text another one that looks, or is read by the lax, the same. */
export type Disguise = (text: string, chance: Chance) => string;

const inPlaceOf =
  (pattern: RegExp, instead: (found: string) => string): Disguise =>
  (text, chance) => {
    const found = chosen([...text.matchAll(pattern)], chance);
    return found === undefined ? text : replacedAt(text, found, instead(found[0]));
  };

/** A text with something else in the place of what was found. */
export const replacedAt = (text: string, { index, 0: found }: RegExpExecArray, instead: string): string =>
  `${text.slice(0, index)}${instead}${text.slice(index + found.length)}`;

export const disguises: readonly Disguise[] = [
  inPlaceOf(/[aeopc]/g, (letter) => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' })[letter] ?? letter),
  inPlaceOf(/[a-z]/g, (letter) => `${letter}\u200b`),
  inPlaceOf(/[a-z]/g, (letter) => `${letter}\u0301`),
  inPlaceOf(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xff10 - 0x30)),
  inPlaceOf(/(?<=")[a-z]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  inPlaceOf(/[,:]/g, (mark) => `${mark} `),
  inPlaceOf(/\n/g, () => '\r\n'),
  inPlaceOf(/\n/g, () => '\n\n'),
  inPlaceOf(/\n/g, () => ' \n'),
  inPlaceOf(/\n/g, () => '\u2028'),
  inPlaceOf(/"[a-zA-Z]+":/g, (name) => `${name}null,${name}`),
  inPlaceOf(/"[a-zA-Z]+":/g, (name) => `"__proto__":{},${name}`),
  (text) => `\ufeff${text}`,
  (text) => `${text}\0`,
];
