import { balanceProjection } from '../../domain/projections/balance.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { parkingAt } from '../adapters/parking/parking-at.ts';
import { consumer } from '../runtime/consumer.ts';
import { notingProgress } from '../runtime/consumer-progress.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient } from '../runtime/open-ledger.ts';
import { projectFacts } from '../runtime/project-facts.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';

const environment = readEnvironment(['QUIPU_STACK', 'VIEWS_TABLE', 'PARKED_URL']);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'balance' });
const views = {
  store: dynamoProjectionStore({ client: dynamoClient(), tableName: environment.VIEWS_TABLE }),
  clock: systemClock,
};

/** Keeps balances, entry lists, sums, holds and transfers as the facts tell them. */
export const handler = observed(
  'balance',
  consumer({
    name: 'balance',
    process: notingProgress(
      'balance',
      projectFacts({ ...views, projection: balanceProjection, onConflict: () => count('RevisionConflicts') }),
      views,
    ),
    parking: parkingAt(environment.PARKED_URL),
    clock: systemClock,
    count,
  }),
);
