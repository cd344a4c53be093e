import { apiRoutes } from './api-routes.ts';
import { HttpApi } from './components/http-api.ts';
import { LedgerFunction } from './components/ledger-function.ts';
import type { Saga } from './components/saga.ts';
import type { Surroundings } from './declare-consumers.ts';
import type { Stores } from './declare-stores.ts';

export type DeclaredHttpApi = { readonly httpApi: HttpApi; readonly function: LedgerFunction };

/** What requests start: state machines, and the function that closes the audit logs. */
export type StartedByApi = { readonly payouts: Saga; readonly trails: Saga; readonly audit: LedgerFunction };

/** The HTTP API and the function behind all of its routes. */
export const declareApi = (surroundings: Surroundings, { payouts, trails, audit }: StartedByApi): DeclaredHttpApi => {
  const { stores, configuration, alarms } = surroundings;
  const api = new LedgerFunction('api-function', {
    logicalName: 'api',
    configuration,
    codeFolder: surroundings.codeFolder('api'),
    timeoutSeconds: configuration.apiTimeoutSeconds,
    environment: {
      LEDGER_TABLE: stores.ledger.tableName,
      VIEWS_TABLE: stores.views.tableName,
      RISK_TABLE: stores.risk.tableName,
      AUDIT_TABLE: stores.audit.tableName,
      AUDITOR_TABLE: stores.auditor.tableName,
      ARCHIVE_URL: stores.archive.url,
      TASKS_TABLE: stores.tasks.tableName,
      KEYS_TABLE: stores.subjectKeys.tableName,
      WRAPPING_URL: stores.subjectKeys.wrappingUrl,
      PAYOUT_MACHINE_ARN: payouts.machineArn,
      TRAIL_MACHINE_ARN: trails.machineArn,
      AUDIT_FUNCTION: audit.functionName,
      PARKED_URL: stores.parked.url,
    },
  });
  grantStores(stores, api);
  payouts.grantStart(api);
  payouts.grantAnswer(api);
  trails.grantStart(api);
  trails.grantWatch(api);
  audit.grantInvoke(api);
  alarms.watchErrors('api', api.functionName);
  return { httpApi: new HttpApi('http-api', { configuration, target: api, routes: apiRoutes }), function: api };
};

const grantStores = (stores: Stores, api: LedgerFunction): void => {
  stores.ledger.grantAppend(api);
  stores.ledger.grantRead(api);
  stores.views.grantRead(api);
  stores.risk.grantWrite(api);
  stores.audit.grantRead(api);
  stores.auditor.grantRead(api);
  stores.archive.grantReadLogs(api);
  stores.archive.grantReadFacts(api);
  stores.tasks.grantWrite(api);
  stores.subjectKeys.grantSeal(api);
  stores.parked.grantCount(api);
  stores.archive.grantAskTrails(api);
};
