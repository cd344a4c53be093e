import type { JsonObject } from '../../domain/shared/json.ts';
import { WrongUse } from '../wrong-use.ts';

/** `name=value` words as an object. Throws WrongUse for a word without `=`. */
export const metadataOf = (words: readonly string[] = []): JsonObject =>
  Object.fromEntries(
    words.map((word) => {
      const [name = '', ...value] = word.split('=');
      if (name === '' || value.length === 0) throw new WrongUse(`Metadata is name=value, not ${word}`);
      return [name, value.join('=')];
    }),
  );
