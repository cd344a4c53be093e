import { findingsOf, type RestoreFinding } from '../../../../domain/audit/restore/restore-findings.ts';
import type { ArchivedFact, Survey } from '../../../../domain/audit/restore/surveyed-place.ts';
import { tableSurvey } from '../../../../domain/audit/restore/table-survey.ts';
import type { EventStore, StoredEvent } from '../../../../domain/ports/event-store.ts';
import type { DeliveredFact } from '../../../../domain/projections/projection.ts';
import { factIdOf } from '../../../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';

export const allIn = async (eventStore: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of eventStore.scan()) events.push(event);
  return events;
};

/** What an archive has of events: those that were published. */
export const archivedFrom = (events: readonly StoredEvent[]): readonly ArchivedFact[] =>
  events
    .filter(({ published }) => published)
    .map(({ streamId, version, hash, text }) => ({
      ...{ factId: factIdOf(streamId, version), streamId, version },
      ...{ hash, text },
    }));

const delivered = new Map<string, DeliveredFact>();

/** Parses each text once, since many tables are surveyed that differ in one event. */
const deliver: typeof deliveredFact = (event) => {
  const name = `${factIdOf(event.streamId, event.version)} ${event.hash} ${event.text}`;
  const fact = delivered.get(name) ?? deliveredFact(event);
  delivered.set(name, fact);
  return fact;
};

/** What is known of a table that holds these events, and of its archive. */
export const surveyOf = (events: readonly StoredEvent[], archived: readonly ArchivedFact[] = []): Survey => {
  const { addStored, addArchived, survey } = tableSurvey({ digest: sha256, deliver });
  for (const event of events) addStored(event);
  for (const fact of archived) addArchived(fact);
  return survey();
};

const sourceOf = ({ repair }: RestoreFinding): string => {
  if (repair === undefined) return '';
  const { from } = repair;
  if (from === 'archive') return ` <- ${from} ${repair.fact.factId}`;
  return from === 'entry'
    ? ` <- ${from} ${repair.entry}`
    : ` <- ${from} ${repair.cause}, ${repair.terms.status} ${repair.terms.floor}`;
};

/** All that is wrong in a table, a line each: code, place, detail and where it can be repaired from. */
export const foundIn = (events: readonly StoredEvent[], archived: readonly ArchivedFact[] = []): readonly string[] =>
  findingsOf(surveyOf(events, archived)).map(
    (finding) => `${finding.code} ${finding.place}: ${finding.detail}${sourceOf(finding)}`,
  );
