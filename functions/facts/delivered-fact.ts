import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { DeliveredFact } from '../../domain/projections/projection.ts';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import { factIdOf } from '../../domain/shared/stream-id.ts';
import { parseFact } from './parse-fact.ts';

/**
 * A published event as the fact that it is. Throws PermanentFailure where the text is no fact that this code knows,
 * or is one of another ledger than its stream.
 */
export const deliveredFact = ({ streamId, version, text, hash }: Omit<StoredEvent, 'published'>): DeliveredFact => {
  const { type, schemaVersion, written } = headOf(text);
  const fact = parseFact(type, schemaVersion, written);
  if (!streamId.startsWith(`${fact.ledger}#`))
    throw new PermanentFailure(`A fact of ledger ${fact.ledger} cannot be in stream ${streamId}`);
  return { factId: factIdOf(streamId, version), streamId, version, hash, text, fact };
};

const headOf = (text: string): { readonly type: string; readonly schemaVersion: number; readonly written: object } => {
  const written = parsed(text);
  const { type, schemaVersion } = written as { readonly type?: unknown; readonly schemaVersion?: unknown };
  if (typeof type !== 'string' || typeof schemaVersion !== 'number')
    throw new PermanentFailure('An event without a type and a schema version');
  return { type, schemaVersion, written };
};

const parsed = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new PermanentFailure('The text of an event is not JSON', { cause });
  }
  throw new PermanentFailure('The text of an event is not a JSON object');
};
