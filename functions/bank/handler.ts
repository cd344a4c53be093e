import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient, openLedger } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { taskCallback } from '../runtime/task-callback.ts';
import { waitingStepsIn } from '../runtime/waiting-steps.ts';
import { backOffice } from './back-office.ts';

const environment = readEnvironment(['QUIPU_STACK', 'BANK_TABLE', 'LEDGER_TABLE', 'TASKS_TABLE']);
const client = dynamoClient();
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'bank' });
const tasks = dynamoProjectionStore({ client, tableName: environment.TASKS_TABLE });
const dependencies = {
  ledger: openLedger(environment.LEDGER_TABLE, client, () => count('VersionConflicts')),
  waitingSteps: waitingStepsIn(tasks, taskCallback(new SFNClient())),
  books: dynamoProjectionStore({ client, tableName: environment.BANK_TABLE }),
  clock: systemClock,
};

/** Does what is due at the simulated bank, whether its own table changed or a minute has passed. */
export const handler = observed<unknown, { readonly batchItemFailures: readonly never[] }>('bank', async () => {
  await backOffice(dependencies);
  return { batchItemFailures: [] };
});
