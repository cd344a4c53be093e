import { settledAfter } from './settled-after.ts';
import type { World } from './world.ts';

/** A stream that is only added to, and how a reader learns that there is more. */
export type Feed<Entry> = {
  readonly push: (entry: Entry) => void;
  readonly entries: Entry[];
  readonly more: (than: number) => Promise<void>;
};

export const feed = <Entry>(): Feed<Entry> => {
  const entries: Entry[] = [];
  let waiting: (() => void)[] = [];
  return {
    entries,
    push: (entry) => {
      entries.push(entry);
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
    },
    more: (than) =>
      entries.length > than ? Promise.resolve() : new Promise((resolve) => waiting.push(() => resolve())),
  };
};

export type Mapping<Entry> = {
  readonly name: string;
  readonly source: Feed<Entry>;
  /** Whether neighbours may change places: a table's stream has no order between events. */
  readonly isUnordered: boolean;
  readonly idOf: (entry: Entry) => string;
  /** Answers the ids of what has to come again; fails where nothing is known. */
  readonly deliver: (batch: readonly Entry[]) => Promise<readonly string[]>;
};

const batchMaximum = 12;
const rewindMaximum = 15;
const delayMaximum = 120_000;

/** Reads a stream as an event source mapping does, for ever. Answers how far it has come. */
export const startMapping = <Entry>(world: World, mapping: Mapping<Entry>): { readonly isDone: () => boolean } => {
  const { schedule, trace, weather } = world;
  const { source, name } = mapping;
  const { random, strikes } = weather.at(`mapping of ${name}`);
  let position = 0;
  let failures = 0;

  const round = async (): Promise<void> => {
    await source.more(position);
    await schedule.sleep(random.below(random.chance(0.02) ? 60_000 : 400));
    const batch = batchAt();
    // It comes again, torn elsewhere, as after a lost checkpoint.
    if (strikes('duplicateDelivery')) await attempt(batch.slice(random.below(batch.length)));
    const failed = await attempt(batch);
    schedule.stir();
    const lowest = batch.findIndex((entry) => failed.includes(mapping.idOf(entry)));
    trace.note(`${name}: ${lowest < 0 ? batch.length : lowest} of ${batch.length} from ${position}`);
    position += lowest < 0 ? batch.length : lowest;
    failures = lowest < 0 ? 0 : failures + 1;
    if (failures > 0) await schedule.sleep(Math.min(delayMaximum, 500 * 2 ** failures) * (0.5 + random.fraction()));
    if (strikes('rewoundDelivery')) position = Math.max(0, position - random.below(rewindMaximum));
    if (strikes('expiredIterator')) position = 0;
  };

  const batchAt = (): readonly Entry[] => {
    const size = 1 + random.below(batchMaximum);
    if (mapping.isUnordered && strikes('reorderedDelivery')) source.entries.push(...shuffled(position, size));
    return source.entries.slice(position, position + size);
  };

  const shuffled = (from: number, size: number): readonly Entry[] => {
    const rest = source.entries.splice(from + size);
    const ranked = source.entries.splice(from).map((entry) => ({ entry, rank: random.fraction() }));
    ranked.sort((left, right) => left.rank - right.rank);
    return [...ranked.map(({ entry }) => entry), ...rest];
  };

  const attempt = async (batch: readonly Entry[]): Promise<readonly string[]> => {
    const delivered = await settledAfter(mapping.deliver(batch));
    if (delivered.ok) return delivered.answer;
    trace.sometimes('a batch came again as a whole');
    return batch.map(mapping.idOf);
  };

  const forEver = async (): Promise<void> => {
    for (;;) await round();
  };
  void forEver();
  return { isDone: () => position >= source.entries.length };
};
