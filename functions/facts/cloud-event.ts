import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { OutgoingFact } from '../../domain/ports/fact-publisher.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import { deliveredFact } from './delivered-fact.ts';

/** What the type of an event on the fact stream says: `quipu.<type of the fact>.v<its schema version>`. */
export const cloudEventType = (type: string, schemaVersion: number): string => `quipu.${type}.v${schemaVersion}`;

/** Where an event on the fact stream comes from. */
export const cloudEventSource = (ledger: string): string => `urn:quipu:${ledger}`;

/**
 * A published event as a CloudEvent 1.0 in JSON. The data is the fact as it was written, never an upcast form. Throws
 * PermanentFailure for what no consumer could read.
 */
export const cloudEventOf = (event: StoredEvent, relayedAt: Instant): OutgoingFact => {
  const { factId, fact, hash, streamId, version } = deliveredFact(event);
  const written: { readonly schemaVersion: number } = JSON.parse(event.text);
  const text = JSON.stringify({
    specversion: '1.0',
    id: factId,
    source: cloudEventSource(fact.ledger),
    type: cloudEventType(fact.type, written.schemaVersion),
    subject: streamId,
    time: fact.recordedAt,
    datacontenttype: 'application/json',
    sequence: String(version),
    ...(fact.traceparent === undefined ? {} : { traceparent: fact.traceparent }),
    ...(fact.correlationId === undefined ? {} : { correlationid: fact.correlationId }),
    hash,
    relayedat: relayedAt,
    data: written,
  });
  return { partitionKey: streamId, text };
};
