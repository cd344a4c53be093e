import type { Input } from '@pulumi/pulumi';
import type { Alarms } from './components/alarms.ts';
import { Consumer } from './components/consumer.ts';
import type { LedgerFunction, LedgerFunctionOptions } from './components/ledger-function.ts';
import { Schedule } from './components/schedule.ts';
import type { Configuration } from './configuration.ts';
import type { Stores } from './declare-stores.ts';

export type Surroundings = {
  readonly configuration: Configuration;
  readonly stores: Stores;
  readonly alarms: Alarms;
  /** The folder of a function's bundle. Throws an Error where there is none. */
  readonly codeFolder: (logicalName: string) => string;
};

/** The functions that are fed from streams: the relay from the event store, the others from the facts. */
export const declareConsumers = (
  surroundings: Surroundings,
): { readonly functions: readonly LedgerFunction[]; readonly audit: LedgerFunction } => {
  const audit = declareAudit(surroundings);
  return { functions: [...[relay, balance, fraud].map((declare) => declare(surroundings)), audit], audit };
};

/** The relay publishes what is marked for it; an account's own events never leave the store. */
const publishedEvents = { eventName: ['INSERT'], dynamodb: { NewImage: { published: { S: ['yes'] } } } };

const relay = ({ stores, ...surroundings }: Surroundings): LedgerFunction => {
  const environment = { FACTS_STREAM: stores.facts.streamName, PARKED_URL: stores.parked.url };
  const { function: lambda } = new Consumer('relay', {
    lambda: consumerFunction('relay', surroundings, environment),
    source: stores.ledger,
    filters: [publishedEvents],
    parked: stores.parked,
    alarms: surroundings.alarms,
  });
  stores.facts.grantPublish(lambda);
  return lambda;
};

const balance = ({ stores, ...surroundings }: Surroundings): LedgerFunction => {
  const environment = { VIEWS_TABLE: stores.views.tableName, PARKED_URL: stores.parked.url };
  const { function: lambda } = new Consumer('balance', {
    lambda: consumerFunction('balance', surroundings, environment),
    source: stores.facts,
    parked: stores.parked,
    alarms: surroundings.alarms,
  });
  stores.views.grantWrite(lambda);
  return lambda;
};

const fraud = ({ stores, ...surroundings }: Surroundings): LedgerFunction => {
  const environment = {
    RISK_TABLE: stores.risk.tableName,
    LEDGER_TABLE: stores.ledger.tableName,
    PARKED_URL: stores.parked.url,
  };
  const { function: lambda } = new Consumer('fraud', {
    lambda: consumerFunction('fraud', surroundings, environment),
    source: stores.facts,
    parked: stores.parked,
    alarms: surroundings.alarms,
  });
  stores.risk.grantWrite(lambda);
  stores.ledger.grantAppend(lambda);
  stores.ledger.grantRead(lambda);
  return lambda;
};

const declareAudit = ({ stores, ...surroundings }: Surroundings): LedgerFunction => {
  const { logName, closeTime, witnesses } = surroundings.configuration;
  const environment = {
    LEDGER_TABLE: stores.ledger.tableName,
    AUDIT_TABLE: stores.audit.tableName,
    ARCHIVE_URL: stores.archive.url,
    SIGNER_URL: signerUrl(surroundings.configuration, stores),
    LOG_NAME: logName,
    CLOSE_TIME: closeTime,
    WITNESSES: witnesses,
    PARKED_URL: stores.parked.url,
  };
  const { function: lambda } = new Consumer('audit', {
    lambda: consumerFunction('audit', surroundings, environment),
    source: stores.facts,
    parked: stores.parked,
    alarms: surroundings.alarms,
  });
  // What has not arrived when a log is closed is read from where it was recorded.
  stores.ledger.grantRead(lambda);
  // That other keys sign the logs is a fact.
  stores.ledger.grantAppend(lambda);
  stores.audit.grantWrite(lambda);
  stores.archive.grantWrite(lambda);
  stores.signingKey?.grantSign(lambda);
  // What arrives is sealed as it arrives; the schedule seals what nothing came after, closes the logs once a day, and
  // sends their checkpoints to witnesses.
  new Schedule('audit-schedule', { logicalName: 'audit', configuration: surroundings.configuration, target: lambda });
  return lambda;
};

const signerUrl = ({ signingKeyFile }: Configuration, { signingKey }: Pick<Stores, 'signingKey'>): Input<string> => {
  const url = signingKeyFile ?? signingKey?.url;
  if (url === undefined) throw new Error('Nothing signs the audit logs: neither a key of KMS nor a file');
  return url;
};

/** What the functions that are fed from streams have in common. */
export const consumerFunction = (
  logicalName: string,
  { configuration, codeFolder }: Pick<Surroundings, 'configuration' | 'codeFolder'>,
  environment: LedgerFunctionOptions['environment'],
): LedgerFunctionOptions => ({
  logicalName,
  configuration,
  codeFolder: codeFolder(logicalName),
  timeoutSeconds: configuration.consumerTimeoutSeconds,
  environment,
});
