import type { HoldCaptured, HoldLifeFact } from '../../facts/hold-facts.ts';
import { headerOf } from '../../facts/origin.ts';
import { hold } from '../../holds/hold-decider.ts';
import { holdOf, snapshotOf } from '../../holds/hold-stream.ts';
import { positive, storedMoney } from '../../money/money.ts';
import type { StoredEvent } from '../../ports/event-store.ts';
import type { DeliveredFact } from '../../projections/projection.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { InvariantViolation } from '../../shared/failures.ts';

/**
 * The text of a hold's event that says it was captured, from the journal entry that captures it and the hold's event
 * before. Throws InvariantViolation where the entry captures nothing of that hold.
 */
export const rebuiltCapture = (
  { fact: entry, text }: Pick<DeliveredFact, 'fact' | 'text'>,
  before: StoredEvent,
): string => {
  const earlier = JSON.parse(before.text) as HoldLifeFact;
  const [posting] = entry.type === 'JournalEntryPosted' && entry.holdId === earlier.holdId ? entry.postings : [];
  const amount = posting === undefined ? undefined : positive(storedMoney(posting.amount, posting.currency));
  if (entry.type !== 'JournalEntryPosted' || amount === undefined)
    throw new InvariantViolation(`The fact does not capture ${before.streamId}`);
  const after = hold.evolve(holdOf(earlier.hold), { type: 'HoldCaptured', amount });
  if (after.status === 'absent') throw new InvariantViolation('A captured hold is there');
  const fact: Omit<HoldCaptured, 'schemaVersion'> & { readonly schemaVersion: number } = {
    ...headerOf(entry, entry.recordedAt),
    type: 'HoldCaptured',
    schemaVersion: versionBeside(text),
    holdId: earlier.holdId,
    hold: snapshotOf(after),
    entryId: entry.entryId,
    amountCaptured: amount.amount,
    previousHash: before.hash,
  };
  return canonicalJson(fact);
};

// The two were written together: version 2 beside entries of version 3, and version 1 beside those of earlier code.
const versionBeside = (entryText: string): number =>
  (JSON.parse(entryText) as { readonly schemaVersion: number }).schemaVersion < 3 ? 1 : 2;
