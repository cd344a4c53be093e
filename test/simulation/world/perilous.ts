import type { Archive } from '../../../domain/ports/archive.ts';
import type { FactPublisher } from '../../../domain/ports/fact-publisher.ts';
import type { Parking } from '../../../domain/ports/parking.ts';
import type { PayoutRail } from '../../../domain/ports/payout-rail.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import type { TaskCallback } from '../../../domain/ports/waiting-steps.ts';
import type { Executions } from '../../../functions/sweeper/executions.ts';
import type { Life } from './life.ts';

/** The ports as one life of a process has them: every call goes outside, where anything can happen to it. */
export const perilous = ({ io }: Life) => ({
  rows: (table: string, store: ProjectionStore): ProjectionStore => ({
    ...store,
    load: (keys) => io(`${table}.load`, () => store.load(keys)),
    commit: (changes) => io(`${table}.commit`, () => store.commit(changes)),
    query: (query) => io(`${table}.query`, () => store.query(query)),
    dueBy: (queue, until, limit) => io(`${table}.dueBy`, () => store.dueBy(queue, until, limit)),
  }),
  archive: (archive: Archive): Archive => ({
    ...archive,
    create: (name, body) => io('archive.create', () => archive.create(name, body)),
    read: (name) => io('archive.read', () => archive.read(name)),
    readBytes: (name) => io('archive.read', () => archive.readBytes(name)),
    list: (...question) => io('archive.list', () => archive.list(...question)),
  }),
  parking: (parking: Parking): Parking => ({ park: (parked) => io('parking.park', () => parking.park(parked)) }),
  publisher: (publisher: FactPublisher): FactPublisher => ({
    publish: (facts) => io('facts.publish', () => publisher.publish(facts)),
  }),
  rail: (rail: PayoutRail): PayoutRail => ({
    submit: (instruction) => io('rail.submit', () => rail.submit(instruction)),
    recall: (reference) => io('rail.recall', () => rail.recall(reference)),
  }),
  callback: (callback: TaskCallback): TaskCallback => ({
    succeed: (token, code) => io('machine.succeed', () => callback.succeed(token, code)),
  }),
  executions: (executions: Executions): Executions => ({
    stateOf: (name) => io('machine.stateOf', () => executions.stateOf(name)),
    start: (execution) => io('machine.start', () => executions.start(execution)),
  }),
});
