import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import type { Projection } from '../../domain/projections/projection.ts';
import { dump } from '../../functions/runtime/dump.ts';
import { replay } from '../../functions/runtime/replay.ts';
import { compareDumps, type DumpComparison } from './compare-dumps.ts';

/** A view as it is kept, and the fold that makes it. */
export type KeptProjection = {
  readonly name: string;
  readonly projection: Projection;
  readonly store: ProjectionStore;
  /** Whether a row follows from facts alone; only such rows are compared. */
  readonly isDerived: (key: RowKey) => boolean;
};

export type VerifiedProjection = DumpComparison & { readonly name: string; readonly facts: number };

export type VerifyOptions = {
  readonly eventStore: EventStore;
  /** How long to compare again, in milliseconds, while consumers may still be behind. */
  readonly patienceMilliseconds: number;
  /** Told of each event read. */
  readonly onEvent: (name: string) => void;
};

const comparedAgainMilliseconds = 1_000;

/** Compares a view with a fresh fold of the whole event store, again and again until they agree or patience ends. */
export const verifyProjection = async (kept: KeptProjection, options: VerifyOptions): Promise<VerifiedProjection> => {
  const deadline = Date.now() + options.patienceMilliseconds;
  for (;;) {
    const verified = await verifyOnce(kept, options);
    if (verified.isSame || Date.now() >= deadline) return verified;
    await pause(comparedAgainMilliseconds);
  }
};

const verifyOnce = async (
  { name, projection, store, isDerived }: KeptProjection,
  { eventStore, onEvent }: VerifyOptions,
): Promise<VerifiedProjection> => {
  let facts = 0;
  const counted = counting(eventStore, (event) => {
    onEvent(name);
    if (event.published) facts += 1;
  });
  const expected = await dump(derivedRows(await replay({ eventStore: counted, projection }), isDerived));
  return { name, facts, ...compareDumps(await dump(derivedRows(store, isDerived)), expected) };
};

const derivedRows = (store: ProjectionStore, isDerived: KeptProjection['isDerived']): ProjectionStore => ({
  ...store,
  scan: async function* () {
    for await (const row of store.scan()) if (isDerived(row.key)) yield row;
  },
});

const counting = (eventStore: EventStore, count: (event: StoredEvent) => void): EventStore => ({
  ...eventStore,
  scan: async function* () {
    for await (const event of eventStore.scan()) {
      count(event);
      yield event;
    }
  },
});
