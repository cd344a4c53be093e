import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { archiveAt } from '../adapters/archive/archive-at.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { subjectKeysIn } from '../adapters/keys/subject-keys.ts';
import { rememberedWrapping } from '../adapters/wrapping/remembered-wrapping.ts';
import { wrappingAt } from '../adapters/wrapping/wrapping-at.ts';
import { askClose } from '../runtime/ask-close.ts';
import { bytesSha256 } from '../runtime/bytes-digest.ts';
import { log, reasonOf } from '../runtime/log.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { dynamoClient, openLedger } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { logReader } from '../runtime/read-log.ts';
import { startPayout } from '../runtime/start-payout.ts';
import { taskCallback } from '../runtime/task-callback.ts';
import { trailExecutions } from '../runtime/trail/trail-executions.ts';
import { waitingStepsIn } from '../runtime/waiting-steps.ts';
import { allRoutes } from './all-routes.ts';
import { createApp } from './app.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { documentPages } from './openapi/pages.ts';
import { watchWrites } from './written-times.ts';

const tables = [
  'LEDGER_TABLE',
  'VIEWS_TABLE',
  'RISK_TABLE',
  'AUDIT_TABLE',
  'AUDITOR_TABLE',
  'TASKS_TABLE',
  'KEYS_TABLE',
] as const;
const urls = ['PARKED_URL', 'ARCHIVE_URL', 'WRAPPING_URL'] as const;
const called = ['PAYOUT_MACHINE_ARN', 'TRAIL_MACHINE_ARN', 'AUDIT_FUNCTION'] as const;
const environment = readEnvironment(['QUIPU_STACK', ...tables, ...urls, ...called]);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'api' });
const client = dynamoClient();
const sfn = new SFNClient({});
// A caller that is told to try again does so with its key.
const lambda = new LambdaClient({ maxAttempts: 1, requestHandler: new NodeHttpHandler() });
const ledger = openLedger(environment.LEDGER_TABLE, client, () => count('VersionConflicts'));
const { store: eventStore, written } = watchWrites(ledger.eventStore);
const archive = archiveAt(environment.ARCHIVE_URL);
const rowsOf = (tableName: string) => dynamoProjectionStore({ client, tableName });

const audit = rowsOf(environment.AUDIT_TABLE);

/** Answers requests to the HTTP API. */
export const handler = lambdaHandler(
  createApp(allRoutes, documentPages(allRoutes.map(({ operation }) => operation)), {
    ledger: { ...ledger, eventStore },
    subjectKeys: subjectKeysIn({
      rows: rowsOf(environment.KEYS_TABLE),
      wrapping: rememberedWrapping(wrappingAt(environment.WRAPPING_URL), Date.now),
    }),
    views: rowsOf(environment.VIEWS_TABLE),
    risk: rowsOf(environment.RISK_TABLE),
    audit,
    auditor: rowsOf(environment.AUDITOR_TABLE),
    logArchive: archive,
    logOf: (name) => logReader(name, { store: audit, archive, digest: bytesSha256 }),
    askClose: askClose({ lambda, functionName: environment.AUDIT_FUNCTION }),
    waitingSteps: waitingStepsIn(rowsOf(environment.TASKS_TABLE), taskCallback(sfn)),
    parked: archiveAt(environment.PARKED_URL),
    startPayout: startPayout({ sfn, machineArn: environment.PAYOUT_MACHINE_ARN }),
    trails: { archive, ...trailExecutions({ sfn, machineArn: environment.TRAIL_MACHINE_ARN }) },
    written,
    onRefusalLost: (failure) => {
      count('RefusalsLost');
      log.error('a refusal could not be written', reasonOf(failure));
    },
    onFailure: (failure, requestId) => log.error('a request failed', { requestId, ...reasonOf(failure) }),
  }),
);
