import type { Digest } from '../ports/digest.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { bytesOf } from './log/bytes.ts';
import { entryBytesMaximum } from './log/entry-bundle.ts';
import type { ArchivableFact } from './sequence.ts';

/** The line of a fact at a place, and what is known of it without reading it. */
export type FactLine = {
  readonly line: string;
  /** The hash of the text that the line tells; undefined where that is no object, so that no reader takes the line. */
  readonly textHash: string | undefined;
  /** Whether the text is not in the line. */
  readonly isApart: boolean;
};

/**
 * The canonical JSON of a `SequencedFact`, put together of its parts, since the longest of them is hashed by itself
 * too. Throws SyntaxError for a text in the line that is not JSON.
 */
export const factLine = (sequence: number, fact: ArchivableFact, digest: Digest): FactLine => {
  const { factId, hash, text, particulars } = fact;
  const { changes, what, when, who, why } = particulars;
  const beforeData = `{"changes":${canonicalJson(changes)},`;
  const beforeSequence = `"factId":${canonicalJson(factId)},"hash":${canonicalJson(hash)},"sequence":`;
  const last = canonicalJson({ what, when, who, why }).slice(1);
  if (isTooLong(`${beforeData}"data":{},${beforeSequence}${Number.MAX_SAFE_INTEGER},${last}`, text)) {
    const textHash = digest(text);
    return {
      line: `${beforeData}${beforeSequence}${sequence},"textHash":"${textHash}",${last}`,
      textHash,
      isApart: true,
    };
  }
  const data = canonicalJson(JSON.parse(text));
  return {
    line: `${beforeData}"data":${data},${beforeSequence}${sequence},${last}`,
    textHash: data.startsWith('{') ? digest(data) : undefined,
    isApart: false,
  };
};

// Whether it is does not depend on its place, so that whoever writes it decides the same.
const isTooLong = (beside: string, text: string): boolean =>
  bytesOf(beside).length + bytesOf(text).length > entryBytesMaximum;
