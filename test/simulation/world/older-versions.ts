import { linkHash } from '../../../domain/audit/hash-chain.ts';
import type { EventStore, StreamWrite } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import type { Life } from './life.ts';
import type { World } from './world.ts';

/*
 * While a new version is rolled out, processes of the one before still run. Entries were written without a value date
 * then, and code of that time knows no others.
 */

type Entry = Readonly<Record<string, unknown>> & { readonly type: string; readonly schemaVersion: number };

/** The event store of a process that may be of the older version: then it writes entries as they were before. */
export const olderWriter = (store: EventStore, { place }: Life): EventStore =>
  place.strikes('olderWriter') ? { ...store, append: (writes) => store.append(asBefore(writes)) } : store;

const asBefore = (writes: readonly StreamWrite[]): readonly StreamWrite[] => {
  const entry = writes.find(({ head, text }) => partsOf(head.streamId).kind === 'entry' && isNewest(entryIn(text)));
  if (entry === undefined) return writes;
  const { valueDate, ...older } = entryIn(entry.text);
  // Nor did it know of stripes.
  if (valueDate !== older['effectiveDate'] || entry.text.includes('~')) return writes;
  const text = canonicalJson({ ...older, schemaVersion: 1 });
  const hash = sha256(text);
  return writes.map((write) => {
    if (write === entry) return { ...write, text, hash };
    const { kind, id } = partsOf(write.head.streamId);
    const version = write.head.version + 1;
    const isOfEntry = kind === 'account' && write.hash === linkHash(sha256, entry.hash, id, version);
    return isOfEntry ? { ...write, hash: linkHash(sha256, hash, id, version) } : write;
  });
};

const entryIn = (text: string): Entry => JSON.parse(text);

const isNewest = ({ type, schemaVersion }: Entry): boolean => type === 'JournalEntryPosted' && schemaVersion === 3;

/** How long a consumer of the older version may run before it is replaced. */
const overlapMaximum = 5 * 60_000;

/** Processes facts as a process does that may be of the older version, which takes the newest entries for a defect. */
export const olderConsumer = (process: ProcessFacts, { place }: Life, { schedule, trace }: World): ProcessFacts => {
  const until = place.strikes('olderConsumer') ? schedule.now() + place.random.below(overlapMaximum) : 0;
  return async (arrivals) => {
    if (schedule.now() >= until) return process(arrivals);
    const unknown = arrivals.findIndex(({ delivered }) => isNewest(entryIn(delivered.text)));
    if (unknown < 0) return process(arrivals);
    const progress = await process(arrivals.slice(0, unknown));
    if (progress.failure !== undefined) return progress;
    trace.sometimes('an older consumer met a newer entry');
    return {
      applied: unknown,
      failure: new PermanentFailure('JournalEntryPosted has versions 1 to 1 here, and not 3'),
    };
  };
};
