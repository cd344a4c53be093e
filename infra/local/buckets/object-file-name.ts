/** The ending of the files that hold objects; no folder has it, so `a` and `a/b` can both be keys. */
const objectEnding = '.object';

/** Longer names are refused by the usual file systems. */
const nameBytesMaximum = 255;

/**
 * The file of an object, relative to its bucket's folder and with `/` between names: one folder for each segment of the
 * key, with whatever is not safe in a file name written as `%` and hexadecimal digits. Undefined where a segment is too
 * long for a file name; S3 allows a key of 1,024 bytes without a slash, and nothing here makes one.
 */
export const objectFileName = (key: string): string | undefined => {
  const segments = key.split('/');
  const names = segments.map((segment, position) =>
    position === segments.length - 1 ? `${encodeSegment(segment)}${objectEnding}` : encodeSegment(segment),
  );
  return names.some((name) => name.length > nameBytesMaximum) ? undefined : names.join('/');
};

/** The key segment that a folder or a file stands for; undefined for a file that is no object. */
export const segmentOf = (name: string, isFolder: boolean): string | undefined => {
  if (isFolder) return decodeSegment(name);
  return name.endsWith(objectEnding) ? decodeSegment(name.slice(0, -objectEnding.length)) : undefined;
};

const emptySegment = '%';

const encodeSegment = (segment: string): string => {
  if (segment === '') return emptySegment;
  const safe = segment.replace(/[^A-Za-z0-9_=.-]/gu, percentEncoded);
  // `.`, `..` and hidden files would be special, and a folder must not end like an object.
  return safe.replace(/^\.|\.(?=object$)/g, '%2E');
};

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

const decodeSegment = (name: string): string => (name === emptySegment ? '' : decodeURIComponent(name));
