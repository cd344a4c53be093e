import type { RowKey } from '../ports/projection-store.ts';

export type FindingCode =
  /** Debits are not credits in some currency. */
  | 'UnbalancedEntry'
  | 'MalformedAmount'
  /** The postings of one account do not agree on what they did to it. */
  | 'EffectsDisagree'
  /** The text does not have the hash that was stored beside it. */
  | 'HashMismatch'
  /** The fact says it is another than the one its stream and version name. */
  | 'Misplaced'
  /** Two facts claim the same version. */
  | 'VersionContested'
  /** It does not name the hash of the version before it. */
  | 'ChainBroken'
  /** The account's totals do not continue those of the version before it. */
  | 'TotalsBroken';

/** Something that cannot be so, and cannot become right by facts that are yet to come. */
export type FindingRow = {
  readonly subject: string;
  readonly version: number;
  readonly codes: readonly FindingCode[];
  /** The facts that are at odds. */
  readonly factIds: readonly string[];
};

/** A version that has not come although the next has. It may be on its way; one that stays away is a finding. */
export type GapRow = { readonly subject: string; readonly version: number; readonly since: string };

export const findingsOf = (ledger: string): string => `${ledger}#findings`;
export const gapsOf = (ledger: string): string => `${ledger}#gaps`;

const findingsPartition = /^[^#]*#findings$/;

export const isFinding = ({ partition }: RowKey): boolean => findingsPartition.test(partition);

export const versionText = (version: number): string => String(version).padStart(12, '0');
