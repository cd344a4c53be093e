import type { WrittenTerms } from '../../accounts/account-stream.ts';
import type { Fact } from '../../facts/fact.ts';
import type { Digest } from '../../ports/digest.ts';
import type { StoredEvent } from '../../ports/event-store.ts';
import type { DeliveredFact } from '../../projections/projection.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { factIdOf, partsOf, type StreamId, streamIdOf } from '../../shared/stream-id.ts';
import { fixedTerms, termsIn, withFixedTerms } from './account-terms.ts';
import { impliedEvents } from './implied-events.ts';
import {
  type ArchivedFact,
  type Capture,
  type Reference,
  type Survey,
  type SurveyedPlace,
  unknownPlace,
} from './surveyed-place.ts';

export type SurveyOptions = {
  readonly digest: Digest;
  /** Reads a published event as a fact; throws where it is none. */
  readonly deliver: (event: Omit<StoredEvent, 'published'>) => DeliveredFact;
};

/** Collects what a table holds and what its archive has, in any order as long as the table comes first. */
export type TableSurvey = {
  readonly addStored: (event: StoredEvent) => void;
  readonly addArchived: (fact: ArchivedFact) => void;
  readonly survey: () => Survey;
};

export const tableSurvey = ({ digest, deliver }: SurveyOptions): TableSurvey => {
  const streams = new Map<StreamId, Map<number, SurveyedPlace>>();
  const references: Reference[] = [];
  const requested = new Set<string>();
  const captures: Capture[] = [];
  const captured = new Set<string>();
  const kept = new Map<string, WrittenTerms>();
  const counts = { events: 0, facts: 0, archived: 0, known: 0 };

  const placeAt = (streamId: StreamId, version: number): SurveyedPlace =>
    streams.get(streamId)?.get(version) ?? unknownPlace;
  const note = (streamId: StreamId, version: number, more: Partial<SurveyedPlace>): void => {
    const stream = streams.get(streamId) ?? new Map<number, SurveyedPlace>();
    streams.set(streamId, stream.set(version, { ...placeAt(streamId, version), ...more }));
  };
  const addImplications = (delivered: DeliveredFact): void => {
    const { factId: cause, fact } = delivered;
    for (const { streamId, version, hash, previousHash, textWith } of impliedEvents(delivered, digest)) {
      const implied = { cause, hash, previousHash, textHash: digest(textWith(fixedTerms)) };
      note(streamId, version, { implied: [...placeAt(streamId, version).implied, implied] });
    }
    for (const to of namedBy(fact)) references.push({ from: cause, to });
    if (fact.type === 'JournalEntryPosted' && fact.holdId !== undefined)
      captures.push({
        entry: cause,
        hold: streamIdOf(fact.ledger, 'hold', fact.holdId),
        at: `${fact.recordedAt} ${cause}`,
      });
    if (fact.type === 'HoldCaptured') captured.add(factIdOf(streamIdOf(fact.ledger, 'entry', fact.entryId), 0));
  };
  // A ledger has few different terms, and a table very many events that each have some.
  const once = (terms: WrittenTerms | undefined): WrittenTerms | undefined => {
    if (terms === undefined) return undefined;
    const name = canonicalJson(terms);
    const same = kept.get(name) ?? terms;
    kept.set(name, same);
    return same;
  };
  const addStored = (event: StoredEvent): void => {
    const { streamId, version, text, hash, published } = event;
    const { result, resultsOfStripes = [], previousHash, cause, ...written } = JSON.parse(text) as Written;
    counts.events += 1;
    if (published) counts.facts += 1;
    // A request that nothing came of names no result.
    if (result !== undefined && result !== '' && partsOf(streamId).kind === 'request') {
      for (const to of [result, ...resultsOfStripes]) {
        requested.add(to);
        references.push({ from: factIdOf(streamId, version), to });
      }
    }
    const terms = partsOf(streamId).kind === 'account' ? once(termsIn(written)) : undefined;
    const textHash = digest(published ? text : withFixedTerms(text));
    note(streamId, version, { stored: { hash, isPublished: published, textHash, previousHash, terms, cause } });
    if (published) addImplications(deliver(event));
  };

  const addArchived = (archived: ArchivedFact): void => {
    const { streamId, version, text, hash } = archived;
    const { stored, lost } = placeAt(streamId, version);
    counts.archived += 1;
    if (stored === undefined) {
      note(streamId, version, { lost: [...lost, archived] });
      addImplications(deliver(archived));
    } else if (stored.isPublished && stored.textHash === digest(text) && stored.hash === hash) counts.known += 1;
    else note(streamId, version, { isOtherwiseArchived: true });
  };
  const noting =
    <Event extends Place>(add: (event: Event) => void) =>
    (event: Event): void => {
      try {
        add(event);
      } catch (error) {
        note(event.streamId, event.version, { unreadable: error instanceof Error ? error.message : String(error) });
      }
    };

  return {
    addStored: noting(addStored),
    addArchived: noting(addArchived),
    survey: () => ({
      streams,
      references,
      requested,
      uncaptured: captures
        .filter(({ entry }) => !captured.has(entry))
        .sort((one, other) => (one.at < other.at ? -1 : 1)),
      ...counts,
      unarchived: counts.facts - counts.known,
    }),
  };
};

type Place = Pick<StoredEvent, 'streamId' | 'version'>;

type Written = {
  readonly result?: string;
  readonly resultsOfStripes?: readonly string[];
  readonly previousHash?: string;
  readonly cause?: string;
} & Partial<WrittenTerms>;

const namedBy = (fact: Fact): readonly string[] => {
  const entry = (id: string): string => factIdOf(streamIdOf(fact.ledger, 'entry', id), 0);
  const hold = (id: string): string => factIdOf(streamIdOf(fact.ledger, 'hold', id), 0);
  switch (fact.type) {
    case 'JournalEntryPosted':
      return fact.holdId === undefined ? [] : [hold(fact.holdId)];
    case 'HoldCaptured':
      return [entry(fact.entryId)];
    case 'RiskDecided':
      return [fact.factId];
    default:
      if (!('transfer' in fact)) return [];
      return [
        ...(fact.transfer.holdId === null ? [] : [hold(fact.transfer.holdId)]),
        ...fact.transfer.entryIds.map(entry),
      ];
  }
};
