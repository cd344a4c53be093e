import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { StoredEvent, StreamWrite } from '../../../domain/ports/event-store.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';

export type Attributes = Record<string, AttributeValue>;

/**
 * An event as the table keeps it. `published` is there, as text, only on what the relay publishes: filters know no
 * more.
 */
export const attributesOf = ({ head, text, hash, published }: StreamWrite): Attributes => ({
  pk: { S: head.streamId },
  sk: { N: String(head.version + 1) },
  event: { S: text },
  hash: { S: hash },
  ...(published ? { published: { S: 'yes' } } : {}),
});

/** The event in a row of the table. Throws PermanentFailure for a row that is none. */
export const eventOf = (row: Attributes): StoredEvent => {
  const streamId = row['pk']?.S;
  const version = Number(row['sk']?.N);
  const text = row['event']?.S;
  const hash = row['hash']?.S;
  if (streamId === undefined || text === undefined || hash === undefined || !Number.isSafeInteger(version))
    throw new PermanentFailure(
      `A row of the event store is damaged: ${streamId ?? 'no pk'} ${row['sk']?.N ?? 'no sk'}`,
    );
  return { streamId: streamId as StreamId, version, text, hash, published: row['published']?.S === 'yes' };
};
