import type { WrittenTerms } from '../../accounts/account-stream.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { JsonObject } from '../../shared/json.ts';

/** What stands for the status and floor of an account where two of its events are compared without them. */
export const fixedTerms: WrittenTerms = { status: 'open', floor: null };

/** The status and floor that an account's event or fact has. */
export const termsIn = ({ status, floor }: Partial<WrittenTerms>): WrittenTerms | undefined =>
  status === undefined || floor === undefined ? undefined : { status, floor };

/** An account event's text with those. Text that is not canonical stays as it is, and so differs from whatever is. */
export const withFixedTerms = (text: string): string => {
  const parsed: JsonObject = JSON.parse(text);
  return canonicalJson(parsed) === text ? canonicalJson({ ...parsed, ...fixedTerms }) : text;
};
