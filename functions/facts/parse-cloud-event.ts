import * as z from 'zod';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { DeliveredFact } from '../../domain/projections/projection.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import { factIdOf, partsOf, type StreamId } from '../../domain/shared/stream-id.ts';
import { cloudEventSource, cloudEventType } from './cloud-event.ts';
import { deliveredFact } from './delivered-fact.ts';
import { instantText } from './schemas/texts.ts';

const sequencePattern = /^(0|[1-9]\d{0,14})$/;

// Attributes that this code does not know are extensions, which CloudEvents lets anyone add; the data is strict.
const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: instantText,
  datacontenttype: z.literal('application/json'),
  sequence: z.string().regex(sequencePattern),
  hash: z.string().min(1),
  relayedat: instantText,
  data: z.looseObject({ type: z.string(), schemaVersion: z.int() }),
});

/**
 * Reads a record of the fact stream. Throws PermanentFailure, with a reason that quotes nothing of the body, for
 * whatever is not a CloudEvent as `cloudEventOf` makes it, or contradicts itself.
 */
export const parseCloudEvent = (
  bytes: Uint8Array,
): { readonly delivered: DeliveredFact; readonly relayedAt: Instant } => {
  const parsed = envelope.safeParse(jsonOf(bytes));
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'the whole');
    throw new PermanentFailure(`Not a CloudEvent of this ledger: ${[...new Set(paths)].slice(0, 5).join(', ')}`);
  }
  const { data, subject, sequence, hash, relayedat, ...event } = parsed.data;
  const streamId = streamIdIn(subject);
  const version = Number(sequence);
  const delivered = deliveredFact({ streamId, version, hash, text: canonicalJson(data) } satisfies Omit<
    StoredEvent,
    'published'
  >);
  const expected = {
    id: factIdOf(streamId, version),
    source: cloudEventSource(delivered.fact.ledger),
    type: cloudEventType(data.type, data.schemaVersion),
    time: delivered.fact.recordedAt,
  };
  for (const name of ['id', 'source', 'type', 'time'] as const)
    if (event[name] !== expected[name]) throw new PermanentFailure(`A CloudEvent whose ${name} is not its data's`);
  return { delivered, relayedAt: relayedat };
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new PermanentFailure('Not JSON in UTF-8', { cause });
  }
};

const streamIdIn = (subject: string): StreamId => {
  try {
    partsOf(subject);
    return subject as StreamId;
  } catch (cause) {
    throw new PermanentFailure('A CloudEvent whose subject is no stream', { cause });
  }
};
