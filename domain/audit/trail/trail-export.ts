import type { Instant } from '../../shared/instant.ts';
import type { ShownAccount } from './shown-account.ts';
import type { ShownEntry } from './shown-entry.ts';
import type { TrailPolicy } from './trail-policy.ts';

/** What the exports of a trail are made of, beside its entries. */
export type TrailContents = {
  readonly policy: TrailPolicy;
  /** When the opening close was; null without one. */
  readonly openedAt: Instant | null;
  readonly closedAt: Instant;
  readonly accounts: readonly ShownAccount[];
};

/**
 * What comes next in a file. What is `inFront` goes before all else, in the order of its own pieces: a format may begin
 * with what is known only at the end.
 */
export type Piece = { readonly path: string; readonly text: string; readonly isInFront?: true };

/** Files that are made of the entries of a trail in order, piece by piece, so that no log is too long. */
export type TrailExport = {
  readonly paths: readonly string[];
  readonly begin: () => Iterable<Piece>;
  readonly add: (entry: ShownEntry) => Iterable<Piece>;
  readonly end: () => Iterable<Piece>;
};
