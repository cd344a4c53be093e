import { SFNClient } from '@aws-sdk/client-sfn';
import { defaultRiskPolicy } from '../../domain/risk/risk-policy.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { railAt } from '../adapters/rail/rail-at.ts';
import { riskScreen } from '../adapters/risk/risk-screen.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient, openLedger } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { taskCallback } from '../runtime/task-callback.ts';
import { waitingStepsIn } from '../runtime/waiting-steps.ts';
import { runStep } from './run-step.ts';
import { parseStepRequest } from './step-request.ts';

const environment = readEnvironment(['QUIPU_STACK', 'LEDGER_TABLE', 'RISK_TABLE', 'TASKS_TABLE', 'RAIL_URL']);
const client = dynamoClient();
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'saga' });
const tasks = dynamoProjectionStore({ client, tableName: environment.TASKS_TABLE });
const risk = dynamoProjectionStore({ client, tableName: environment.RISK_TABLE });
const dependencies = {
  ledger: openLedger(environment.LEDGER_TABLE, client, () => count('VersionConflicts')),
  rail: railAt(environment.RAIL_URL, { client, clock: systemClock }),
  riskStore: riskScreen(risk, defaultRiskPolicy),
  waitingSteps: waitingStepsIn(tasks, taskCallback(new SFNClient())),
  count,
};

/** Runs one step of the payout for its state machine. */
export const handler = observed('saga', (request: unknown) => runStep(dependencies, parseStepRequest(request)));
