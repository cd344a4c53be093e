import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Instant } from '../../../domain/shared/instant.ts';

/** What the page of a trail shows. */
export type ReportContents = {
  /** Null without an opening close. */
  readonly openedAt: Instant | null;
  readonly closedAt: Instant;
  /** The text of the files that the page carries, by path; the manifest is one of them. */
  readonly files: Readonly<Record<string, string>>;
};

/** The files that a page carries, where they are not larger than `embeddedBytesMaximum`; the manifest comes on top. */
export const embeddedPaths: readonly string[] = [
  'ads/chart-of-accounts.csv',
  'ads/gl-detail.csv',
  'ads/trial-balance.csv',
  'checkpoint',
  'policy.json',
];

export const embeddedBytesMaximum = 4_194_304;

const begin = '<script type="application/json" id="trail">';
const end = '</script>';

/**
 * The page with what it shows, which is canonical JSON in an element that no script runs. Throws InvariantViolation
 * where the template has no place for it.
 */
export const renderReport = (template: string, contents: ReportContents): string => {
  const [before, after, ...more] = template.split(`${begin}${end}`);
  if (before === undefined || after === undefined || more.length > 0)
    throw new InvariantViolation('The template of the page does not have one place for what it shows');
  // No text of the trail can end the element.
  return `${before}${begin}${canonicalJson(contents).replaceAll('<', '\\u003c')}${end}${after}`;
};
