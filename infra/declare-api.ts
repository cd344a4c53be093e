import { apiRoutes } from './api-routes.ts';
import { HttpApi } from './components/http-api.ts';
import { LedgerFunction } from './components/ledger-function.ts';
import type { Saga } from './components/saga.ts';
import type { Surroundings } from './declare-consumers.ts';

export type DeclaredHttpApi = { readonly httpApi: HttpApi; readonly function: LedgerFunction };

/** The HTTP API and the function behind all of its routes. */
export const declareApi = (surroundings: Surroundings, saga: Saga): DeclaredHttpApi => {
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
      ARCHIVE_URL: stores.archive.url,
      TASKS_TABLE: stores.tasks.tableName,
      PAYOUT_MACHINE_ARN: saga.machineArn,
      PARKED_URL: stores.parked.url,
    },
  });
  stores.ledger.grantAppend(api);
  stores.ledger.grantRead(api);
  stores.views.grantRead(api);
  stores.risk.grantWrite(api);
  stores.audit.grantRead(api);
  stores.archive.grantReadLogs(api);
  stores.tasks.grantWrite(api);
  stores.parked.grantCount(api);
  saga.grantStart(api);
  saga.grantAnswer(api);
  alarms.watchErrors('api', api.functionName);
  return { httpApi: new HttpApi('http-api', { configuration, target: api, routes: apiRoutes }), function: api };
};
