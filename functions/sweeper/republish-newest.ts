import type { StreamId } from '../../domain/shared/stream-id.ts';
import { cloudEventOf } from '../facts/cloud-event.ts';
import type { SweepDependencies } from './sweep.ts';

/** Publishes the newest event of a stream again, for a view that has missed it. */
export const republishNewest = async (
  { ledger, publisher, clock, count }: SweepDependencies,
  streamId: StreamId,
): Promise<void> => {
  const [head] = await ledger.eventStore.load([streamId], 'strong');
  if (head?.newest === undefined || !head.newest.published) return;
  const unsent = await publisher.publish([cloudEventOf(head.newest, clock.now())]);
  if (unsent.length > 0) count('UnsentFacts', unsent.length);
};
