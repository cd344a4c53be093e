import { defaultRiskPolicy } from '../../domain/risk/risk-policy.ts';
import { dynamoEventStore } from '../adapters/dynamodb/event-store.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { parkingAt } from '../adapters/parking/parking-at.ts';
import { consumer } from '../runtime/consumer.ts';
import { notingProgress } from '../runtime/consumer-progress.ts';
import { sha256 } from '../runtime/digest.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { processForFraud } from './process-for-fraud.ts';

const environment = readEnvironment(['QUIPU_STACK', 'RISK_TABLE', 'LEDGER_TABLE', 'PARKED_URL']);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'fraud' });
const client = dynamoClient();
const risk = { store: dynamoProjectionStore({ client, tableName: environment.RISK_TABLE }), clock: systemClock };
const eventStore = dynamoEventStore({ client, tableName: environment.LEDGER_TABLE });
const onConflict = () => count('RevisionConflicts');

/** Watches what leaves accounts, and decides on what stands out. */
export const handler = observed(
  'fraud',
  consumer({
    name: 'fraud',
    process: notingProgress(
      'fraud',
      processForFraud({ ...risk, eventStore, digest: sha256, policy: defaultRiskPolicy, onConflict }),
      risk,
    ),
    parking: parkingAt(environment.PARKED_URL),
    clock: systemClock,
    count,
  }),
);
