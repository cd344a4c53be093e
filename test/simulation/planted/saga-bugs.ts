import type { ProjectionStore, Row } from '../../../domain/ports/projection-store.ts';
import { dutiesPartition, payoutIn, payoutsPartition } from '../../../functions/adapters/rail/simulated-payout.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What could be wrong with payouts. */
export const sagaBugs: readonly PlantedBug[] = [
  {
    id: 'void-skipped',
    what: 'The saga takes nothing back, and says that it has.',
    step: (run) => async (dependencies, request) =>
      request.step === 'VoidHold' ? { code: 'TakenBack' } : run(dependencies, request),
  },
  {
    id: 'capture-skipped',
    what: 'The saga completes without a capture.',
    step: (run) => async (dependencies, request) =>
      request.step === 'Capture' ? { code: 'Captured' } : run(dependencies, request),
  },
  {
    id: 'fresh-reference',
    what: 'Each attempt to submit a payout goes to the bank under a reference of its own.',
    rail: (rail) => {
      let attempts = 0;
      return {
        ...rail,
        submit: (instruction) => {
          attempts += 1;
          return rail.submit({ ...instruction, reference: `${instruction.reference}-${attempts}` });
        },
      };
    },
  },
  {
    id: 'settles-twice',
    what: 'The bank moves money as often as its back office comes by.',
    rows: (store, table, process) => (table === 'bank' && process === 'bank' ? unsettled(store) : store),
  },
  {
    id: 'recall-skipped',
    what: 'The saga does not ask the bank before it takes all back.',
    step: (run) => async (dependencies, request) =>
      request.step === 'RecallPayout' ? { code: 'Recalled' } : run(dependencies, request),
  },
  {
    id: 'nobody-restarts',
    what: 'The sweeper starts no transfer again.',
    executions: (executions) => ({
      ...executions,
      start: async (execution) => {
        if (execution.name === execution.transferId) await executions.start(execution);
      },
      stateOf: async () => 'running',
    }),
  },
  {
    id: 'notices-once',
    what: 'The bank sends each notice once, whether or not the ledger takes it.',
    rows: (store, table, process) => (table === 'bank' && process === 'bank' ? hasty(store) : store),
  },
];

const unsettled = (store: ProjectionStore): ProjectionStore => ({
  ...store,
  load: async (keys) => (await store.load(keys)).map(forgotten),
});

const forgotten = (row: Row): Row =>
  row.key.partition === payoutsPartition && payoutIn(row).status === 'settled'
    ? { ...row, body: { ...row.body, status: 'accepted' } }
    : row;

const hasty = (store: ProjectionStore): ProjectionStore => {
  const sent = new Set<string>();
  return {
    ...store,
    query: async (query) => {
      const rows = await store.query(query);
      return rows.filter(({ key }) => !sent.has(key.sort));
    },
    commit: async (changes) => {
      const outcome = await store.commit(changes);
      const moved = changes.filter(({ key, body }) => key.partition === payoutsPartition && body !== null);
      for (const { key } of await store.query({ partition: dutiesPartition, limit: 100 }))
        if (moved.some(({ key: { sort } }) => key.sort.includes(sort))) sent.add(key.sort);
      return outcome;
    },
  };
};
