import { expectedKey } from '../../../domain/audit/watch/auditor-rows.ts';
import { noneExpected } from '../../../domain/audit/watch/watched-consumers.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { ledgerName } from '../world/world.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Every third object of these is answered as written, and is not. */
const losing = (archive: Archive, isLost: (name: string) => boolean): Archive => {
  let written = 0;
  return {
    ...archive,
    create: async (name, body) => {
      if (isLost(name) && ++written % 3 === 0) return 'created';
      return archive.create(name, body);
    },
  };
};

const forgetful = (store: ProjectionStore): ProjectionStore => ({
  ...store,
  load: async (keys) =>
    (await store.load(keys)).map((row) =>
      row.key.partition === expectedKey(ledgerName, '').partition ? { ...row, body: noneExpected } : row,
    ),
});

/** What could be wrong with the log, and between versions. */
export const logBugs: readonly PlantedBug[] = [
  {
    id: 'sealed-once',
    what: 'A log is sealed the first time, and then taken for sealed.',
    sealer: (sealer) => {
      let isSealed = false;
      return {
        ...sealer,
        sealWhenDue: async (ledger) => {
          if (!isSealed) await sealer.sealWhenDue(ledger);
          isSealed = true;
        },
        sealAll: async () => {},
      };
    },
  },
  {
    id: 'checkpoint-lost',
    what: 'A checkpoint is signed, and now and then not written.',
    archive: (archive) => losing(archive, (name) => name.includes('/checkpoint/')),
  },
  {
    id: 'tile-lost',
    what: 'A tile of the log is now and then not written.',
    archive: (archive) => losing(archive, (name) => name.includes('/tile/') && !name.includes('/entries/')),
  },
  {
    id: 'minutes-forgotten',
    what: 'The standing auditor forgets what it had added up of a minute when more of it comes.',
    rows: (store, table) => (table === 'auditor' ? forgetful(store) : store),
  },
  {
    id: 'older-entries-refused',
    what: 'The audit takes entries of the version before for no facts.',
    facts: (process, consumer) =>
      consumer !== 'audit'
        ? process
        : async (arrivals) => {
            const older = arrivals.findIndex(({ delivered: { text } }) => {
              const { type, schemaVersion } = JSON.parse(text) as {
                readonly type: string;
                readonly schemaVersion: number;
              };
              return type === 'JournalEntryPosted' && schemaVersion === 1;
            });
            if (older < 0) return process(arrivals);
            const { applied, failure } = await process(arrivals.slice(0, older));
            return { applied, failure: failure ?? new PermanentFailure('Not JournalEntryPosted version 2') };
          },
  },
];
