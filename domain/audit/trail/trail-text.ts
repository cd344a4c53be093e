/*
 * How text of the ledger gets into files of others: sections 6 and 9 of docs/trail-format.md, to the byte.
 */

// Control characters, spaces of all kinds that break lines or pass for nothing, and what XML cannot hold.
const unclean = /[\p{Cc}\u0020\u00a0\u2028\u2029\ufeff\ufffe\uffff\p{Cs}]+/gu;

const nothing = '-';

/** One line of text that every format can hold; `-` where nothing is left. */
export const cleanText = (text: string): string => orNothing(text.replace(unclean, ' ').replace(/^ | $/g, ''));

/** Clean text of at most so many code points. */
export const cleanTextOf = (text: string, codePointsMaximum: number): string => {
  const clean = cleanText(text);
  if (clean.length <= codePointsMaximum) return clean;
  return [...clean].slice(0, codePointsMaximum).join('').replace(/ $/, '');
};

const orNothing = (text: string): string => (text === '' ? nothing : text);

/** Text as XML has it between and within tags. */
export const xmlText = (text: string): string =>
  /[&<>"]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : text;

/** Clean text that no spreadsheet takes for a formula. */
export const freeText = (text: string): string => cleanText(text).replace(/^[=+@-]/, "'$&");

export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\n`;

const csvField = (field: string): string => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
