import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryParking } from '../../../functions/adapters/memory/parking.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { type FactStream, factStream } from './fact-stream.ts';
import { type Machine, machineOf } from './machine.ts';
import { type RecordedStore, recordedStore } from './recorded-store.ts';
import type { World } from './world.ts';

/** What lasts: the stores, the streams and the state machine's service. Processes come and go. */
export type Outside = {
  readonly ledger: RecordedStore;
  readonly views: ProjectionStore;
  readonly risk: ProjectionStore;
  readonly audit: ProjectionStore;
  readonly tasks: ProjectionStore;
  readonly bank: ProjectionStore;
  readonly auditor: ProjectionStore;
  readonly archive: Archive;
  /** Sealing is much work. Some worlds seal whenever facts are archived, and the others come to more. */
  readonly isSealedAtOnce: boolean;
  readonly parking: ReturnType<typeof memoryParking>;
  /** Records that an operator took out of the parking and put back on the stream, by their places. */
  readonly putBack: Set<string>;
  readonly facts: FactStream;
  readonly machine: Machine;
};

export const outsideOf = (world: World): Outside => ({
  ledger: recordedStore(world),
  views: memoryProjectionStore(),
  risk: memoryProjectionStore(),
  audit: memoryProjectionStore(),
  tasks: memoryProjectionStore(),
  bank: memoryProjectionStore(),
  auditor: memoryProjectionStore(),
  archive: memoryArchive(),
  isSealedAtOnce: world.weather.at('archive').random.chance(0.4),
  parking: memoryParking(),
  putBack: new Set(),
  facts: factStream(world),
  machine: machineOf(world),
});
