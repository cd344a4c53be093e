import type { Output } from '@pulumi/pulumi';
import type { Bundles } from './bundle.ts';
import { Alarms } from './components/alarms.ts';
import type { Configuration } from './configuration.ts';
import { declareApi } from './declare-api.ts';
import { declareAuditor } from './declare-auditor.ts';
import { declareConsumers, type Surroundings } from './declare-consumers.ts';
import { declarePayouts, type Payouts } from './declare-payouts.ts';
import { declareStores, type Stores } from './declare-stores.ts';
import { declareTrails } from './declare-trails.ts';

/** What the program tells the world about itself. */
export type Outputs = {
  readonly apiUrl: Output<string>;
  readonly tableNames: Readonly<Record<string, Output<string>>>;
  readonly streamName: Output<string>;
  readonly machineArn: Output<string>;
  readonly bucketNames: Readonly<Record<string, Output<string>>>;
  readonly functionNames: readonly string[];
};

/** Declares the whole system: in the cloud under Pulumi's engine, on this machine under its mock runtime. */
export const declareQuipu = (configuration: Configuration, bundles: Bundles): Outputs => {
  const stores = declareStores(configuration);
  const alarms = declareAlarms(configuration);
  const surroundings: Surroundings = { configuration, stores, alarms, codeFolder: (name) => folderOf(bundles, name) };
  const consumers = declareConsumers(surroundings);
  const payouts = declarePayouts(surroundings);
  const trails = declareTrails(surroundings);
  const api = declareApi(surroundings, {
    payouts: payouts.saga,
    trails: trails.machine,
    audit: consumers.audit,
  });
  const auditor = declareAuditor(surroundings);
  const functions = [api.function, ...consumers.functions, ...payouts.functions, trails.function, auditor];
  for (const each of functions) stores.ledger.forbidRewriting(each);
  return {
    apiUrl: api.httpApi.url,
    ...outputsOf(stores, payouts),
    functionNames: functions.map(({ functionName }) => functionName),
  };
};

const declareAlarms = (configuration: Configuration): Alarms => {
  const alarms = new Alarms('alarms', configuration);
  for (const [metricName, description] of Object.entries(neverExpected)) {
    alarms.watchOwn(metricName, { threshold: 0, description });
  }
  alarms.watchOwn('VersionConflicts', {
    threshold: 1000,
    description: 'Many writers wait for one account. Open it striped, or spread the writers.',
  });
  return alarms;
};

/** Metrics that the functions write, and what it means when there is one. */
const neverExpected = {
  AccountVersionGaps: 'A projection misses a version of an account, and could not heal it from the event store.',
  AuditFindings: 'Audit found an entry that does not balance, or an account whose history does not continue.',
  RefusalsLost:
    'A request was refused, and the trail lacks that it was: the event store took entries but not the refusal.',
  WitnessRefusals: 'A witness refused to cosign the audit log: it does not know the log, or was shown another.',
  InvariantViolations: 'The ledger met something that its own rules exclude. It is a defect: look at the log first.',
  ParkedRecords: 'A record could not be processed and was set aside. Inspect it, then replay or drop it.',
  StuckHolds: 'A hold is past its expiry and could not be released.',
  StuckTransfers: 'A transfer has stood still for longer than its steps may take.',
  TransfersNeedRepair: 'A transfer could be neither finished nor undone. It waits for two people.',
};

const folderOf = (bundles: Bundles, name: string): string => {
  const folder = bundles[name];
  if (folder === undefined)
    throw new Error(`There is no bundle of the function ${name}: is functions/${name}/handler.ts there?`);
  return folder;
};

const outputsOf = (
  { ledger, facts, views, risk, audit, auditor, tasks, subjectKeys, archive, parked }: Stores,
  payouts: Payouts,
) => ({
  tableNames: {
    ledger: ledger.tableName,
    views: views.tableName,
    risk: risk.tableName,
    audit: audit.tableName,
    auditor: auditor.tableName,
    tasks: tasks.tableName,
    keys: subjectKeys.tableName,
    bank: payouts.bankTable.tableName,
  },
  streamName: facts.streamName,
  machineArn: payouts.saga.machineArn,
  bucketNames: { archive: archive.bucketName, parked: parked.bucketName },
});
