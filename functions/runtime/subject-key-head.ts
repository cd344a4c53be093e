import type { StreamHead } from '../../domain/ports/event-store.ts';
import type { KeyName } from '../../domain/ports/subject-keys.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Ledger } from './ledger.ts';

/** How far the history of a subject's key has come, strongly consistent. */
export const subjectKeyHead = async (
  { eventStore }: Pick<Ledger, 'eventStore'>,
  { ledger, keyId }: KeyName,
): Promise<StreamHead> => {
  const [head] = await eventStore.load([streamIdOf(ledger, 'subjectKey', keyId)], 'strong');
  if (head === undefined) throw new InvariantViolation(`The history of ${keyId} was not loaded`);
  return head;
};
