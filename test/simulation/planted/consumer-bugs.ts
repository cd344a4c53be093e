import type { ProjectionStore, RowKey } from '../../../domain/ports/projection-store.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Rows of some keys are never found, and written all the same. */
const forgetting = (store: ProjectionStore, isForgotten: (key: RowKey) => boolean): ProjectionStore => ({
  ...store,
  load: async (keys) => (await store.load(keys)).filter(({ key }) => !isForgotten(key)),
  commit: async (changes) => {
    const forgotten = changes.filter(({ key }) => isForgotten(key)).map(({ key }) => key);
    const there = forgotten.length === 0 ? [] : await store.load(forgotten);
    const revisionOf = ({ partition, sort }: RowKey): number =>
      there.find(({ key }) => key.partition === partition && key.sort === sort)?.revision ?? 0;
    return store.commit(
      changes.map((change) => (isForgotten(change.key) ? { ...change, revision: revisionOf(change.key) } : change)),
    );
  },
});

/** What could be wrong between the event store and what is made of its facts. */
export const consumerBugs: readonly PlantedBug[] = [
  {
    id: 'marks-forgotten',
    what: 'The balance consumer does not look whether it has applied a version already.',
    rows: (store, table, process) =>
      table === 'views' && process.startsWith('balance')
        ? forgetting(store, ({ partition }) => partition.includes('#entries#'))
        : store,
  },
  {
    id: 'risk-marks-forgotten',
    what: 'The fraud consumer counts a fact as often as it is delivered.',
    rows: (store, table, process) =>
      table === 'risk' && process.startsWith('fraud')
        ? forgetting(store, ({ partition }) => partition.includes('#marks#'))
        : store,
  },
  {
    id: 'last-writer-wins',
    what: 'The balance consumer writes its rows whoever else has changed them meanwhile.',
    rows: (store, table, process) => (process.startsWith('balance') && table === 'views' ? careless(store) : store),
  },
  {
    id: 'failures-swallowed',
    what: 'The balance consumer says that all was applied when its store failed.',
    facts: (process, consumer) =>
      consumer !== 'balance'
        ? process
        : async (arrivals) => {
            await process(arrivals);
            return { applied: arrivals.length };
          },
  },
  {
    id: 'results-not-looked-at',
    what: 'The relay does not look at which facts the stream did not take.',
    publisher: (publisher) => ({
      publish: async (facts) => {
        await publisher.publish(facts);
        return [];
      },
    }),
  },
  {
    id: 'relay-reports-nothing',
    what: 'The relay reports no failures, so nothing comes again.',
    relay: (handle) => async (event) => {
      await handle(event);
      return { batchItemFailures: [] };
    },
  },
  {
    id: 'segment-overwritten',
    what: 'The archive replaces an object that is there.',
    archive: (archive) => ({
      ...archive,
      create: async (name, body) => {
        await archive.remove(name);
        return archive.create(name, body);
      },
    }),
  },
  {
    id: 'archived-marks-forgotten',
    what: 'The audit does not look whether a fact has its place already.',
    rows: (store, table) =>
      table === 'audit' ? forgetting(store, ({ partition }) => partition.includes('#archived#')) : store,
  },
  {
    id: 'poison-dropped',
    what: 'What cannot be processed is thrown away.',
    parking: () => ({ park: async () => undefined }),
  },
  {
    id: 'parked-under-fresh-names',
    what: 'What comes again is parked again.',
    parking: (parking) => {
      let parked = 0;
      return {
        park: (record) => {
          parked += 1;
          return parking.park({ ...record, sequenceNumber: `${record.sequenceNumber}-${parked}` });
        },
      };
    },
  },
];

const careless = (store: ProjectionStore): ProjectionStore => ({
  ...store,
  commit: async (changes) => {
    const there = await store.load(changes.map(({ key }) => key));
    const revisionOf = ({ partition, sort }: RowKey): number =>
      there.find(({ key }) => key.partition === partition && key.sort === sort)?.revision ?? 0;
    return store.commit(changes.map((change) => ({ ...change, revision: revisionOf(change.key) })));
  },
});
