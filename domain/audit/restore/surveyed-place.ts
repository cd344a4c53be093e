import type { WrittenTerms } from '../../accounts/account-stream.ts';
import type { StreamId } from '../../shared/stream-id.ts';

/** A fact as the archive has it. */
export type ArchivedFact = {
  readonly factId: string;
  readonly streamId: StreamId;
  readonly version: number;
  readonly hash: string;
  readonly text: string;
};

/** What a table holds at a place, as far as it has to be remembered to judge it: hashes, and no texts. */
export type StoredPlace = {
  readonly hash: string;
  readonly isPublished: boolean;
  /** Of a fact's text; of an account's event its text with fixed terms, since the fact that implies it tells none. */
  readonly textHash: string;
  /** The link before; undefined where the event names none. */
  readonly previousHash: string | undefined;
  /** Of an account's event: its status and floor. */
  readonly terms: WrittenTerms | undefined;
  /** Of an account's event that another fact brought about: that fact's id. */
  readonly cause: string | undefined;
};

/** What a fact says that belongs at a place of an account's stream. */
export type ImpliedPlace = {
  readonly cause: string;
  readonly hash: string;
  readonly textHash: string;
  readonly previousHash: string;
};

/** All that is known of one place in a stream: what is there, and what should be. */
export type SurveyedPlace = {
  readonly stored?: StoredPlace;
  /** Archived under this place and not in the table; more than one text where the archive itself has more. */
  readonly lost: readonly ArchivedFact[];
  readonly implied: readonly ImpliedPlace[];
  /** Archived as another than the table has. */
  readonly isOtherwiseArchived: boolean;
  /** Why the event cannot be read, where it cannot. */
  readonly unreadable?: string;
};

export const unknownPlace: SurveyedPlace = { lost: [], implied: [], isOtherwiseArchived: false };

/** A stream's places by version. */
export type SurveyedStream = ReadonlyMap<number, SurveyedPlace>;

/** One event names another: both were written together, or the other was written before. */
export type Reference = { readonly from: string; readonly to: string };

/** A journal entry that captures a hold; `at` orders entries by when they were recorded. */
export type Capture = { readonly entry: string; readonly hold: StreamId; readonly at: string };

/** Everything that judging a table needs. */
export type Survey = {
  readonly streams: ReadonlyMap<StreamId, SurveyedStream>;
  readonly references: readonly Reference[];
  /** The results that request events name. */
  readonly requested: ReadonlySet<string>;
  /** Entries that capture a hold whose stream does not say so, in the order in which they were recorded. */
  readonly uncaptured: readonly Capture[];
  readonly events: number;
  readonly facts: number;
  readonly archived: number;
  /** Facts in the table that the archive has not, or not yet. */
  readonly unarchived: number;
};
