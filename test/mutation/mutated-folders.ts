/** What is mutated together, and the tests that are to notice. */
export type MutatedFolder = { readonly mutate: readonly string[]; readonly tests: readonly string[] };

/**
 * The folder's own tests, and some that tell a whole story. Models and races are left out: they notice much, but take
 * seconds for each mutant that they do not notice.
 */
const domain = (folder: string, ...stories: readonly string[]): MutatedFolder => ({
  mutate: [`domain/${folder}/**/*.ts`],
  tests: [`test/domain/${folder}/**/!(*.model|*.race|*.integration).test.ts`, ...stories],
});

/** A part of the audit, which is as large as all the others together. */
const auditPart = (part: string, ...more: readonly string[]): MutatedFolder => ({
  mutate: [`domain/audit/${part}/**/*.ts`],
  tests: ['domain', 'functions']
    .map((layer) => `test/${layer}/audit/${part}/**/!(*.model|*.race|*.integration).test.ts`)
    .concat(more),
});

const events = 'test/domain/pinned/pinned-events.test.ts';
const views = 'test/domain/pinned/pinned-views.test.ts';
const transfers = 'test/domain/pinned/pinned-transfers.test.ts';

/** The folders of the domain, and the event store. */
export const mutatedFolders: Readonly<Record<string, MutatedFolder>> = {
  money: domain('money', events),
  shared: domain('shared', events),
  facts: domain('facts', events, transfers),
  accounts: domain('accounts', events),
  journal: domain('journal', events),
  holds: domain('holds', events),
  transfers: domain('transfers', transfers, 'test/functions/saga/repair.test.ts'),
  projections: domain('projections', views, 'test/functions/runtime/torn-load.test.ts'),
  risk: domain('risk', views, 'test/functions/fraud/{process-for-fraud,transfer-screening}.test.ts'),
  audit: {
    mutate: ['domain/audit/*.ts'],
    tests: ['test/domain/audit/!(*.model|*.race|*.integration).test.ts'],
  },
  'audit/close': auditPart('close'),
  'audit/log': { mutate: ['domain/audit/log/**/*.ts'], tests: ['test/domain/audit/log/!(*.property).test.ts'] },
  'audit/watch': auditPart('watch', 'test/functions/auditor/*.test.ts'),
  'audit/restore': auditPart('restore'),
  'audit/trail': auditPart('trail', 'test/functions/runtime/trail/tree-paths.property.test.ts'),
  'event-store': {
    mutate: ['event-store', 'event-row', 'cancellation'].map((file) => `functions/adapters/dynamodb/${file}.ts`),
    tests: ['test/functions/adapters/dynamodb/{cancellation,event-store}.test.ts'],
  },
};
