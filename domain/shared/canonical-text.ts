/**
 * Whether a text is an object's canonical JSON, see `canonicalJson`, told without making the object. It errs on one
 * side only: texts with escapes, with surrogates or with numbers other than short integers are not recognised.
 */
export const isPlainCanonicalObject = (text: string): boolean =>
  text.startsWith('{') && plainCharacters.test(text) && endOfObject(text, 0) === text.length;

/** All but what JSON escapes in a text, and surrogates, which it escapes where they are alone. */
const plainCharacters = /^[ -[\]-\uD7FF\uE000-\uFFFF]*$/;

const integer = /-?[1-9]\d{0,14}|0/y;

/** Where no canonical value is, there is no end of it. */
const none = -1;

// Each of these answers where a value that begins at a place ends.
const endOfValue = (text: string, at: number): number => {
  switch (text.charAt(at)) {
    case '"':
      return endOfText(text, at);
    case '{':
      return endOfObject(text, at);
    case '[':
      return endOfList(text, at);
    case 't':
      return text.startsWith('true', at) ? at + 4 : none;
    case 'f':
      return text.startsWith('false', at) ? at + 5 : none;
    case 'n':
      return text.startsWith('null', at) ? at + 4 : none;
    default:
      integer.lastIndex = at;
      return integer.test(text) ? integer.lastIndex : none;
  }
};

// Nothing is escaped, so the next quote is the last.
const endOfText = (text: string, at: number): number => text.indexOf('"', at + 1) + 1 || none;

const endOfList = (text: string, begin: number): number => {
  if (text.startsWith(']', begin + 1)) return begin + 2;
  for (let at = begin; ; ) {
    at = endOfValue(text, at + 1);
    if (at === none || text.startsWith(']', at)) return at === none ? none : at + 1;
    if (!text.startsWith(',', at)) return none;
  }
};

const endOfObject = (text: string, begin: number): number => {
  if (text.startsWith('}', begin + 1)) return begin + 2;
  let before: string | undefined;
  for (let at = begin; ; ) {
    const endOfName = text.startsWith('"', at + 1) ? endOfText(text, at + 1) : none;
    if (endOfName === none || !text.startsWith(':', endOfName)) return none;
    const name = text.slice(at + 2, endOfName - 1);
    // Neither out of order nor twice.
    if (before !== undefined && !(before < name)) return none;
    before = name;
    at = endOfValue(text, endOfName + 1);
    if (at === none || text.startsWith('}', at)) return at === none ? none : at + 1;
    if (!text.startsWith(',', at)) return none;
  }
};
