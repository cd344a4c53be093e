const masks: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '<time>'],
  [/\b\d{4}-\d{2}-\d{2}\b/g, '<date>'],
  [/\b\d{2}:\d{2}:\d{2}\.\d{3}\b/g, '<clock>'],
  [/[+-]\d+ ms\b/g, '<delay>'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\b[0-9a-f]{32}\b/g, '<trace>'],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, '<hash>'],
  // Facts are tallied by the minute, and a story may take two.
  [/^((?:balance|fraud|audit) +\d+) +\d+( +\d+)$/gm, '$1  <rows>$2'],
  [/ {2,}/g, '  '],
  [/ +$/gm, ''],
];

/**
 * What a command printed without what differs at every run: times, hashes, delays, and the widths that follow from
 * them.
 */
export const masked = (printed: string): string =>
  masks.reduce((text, [pattern, mask]) => text.replace(pattern, mask), printed).trim();
