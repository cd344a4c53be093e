import { archiveAt } from '../adapters/archive/archive-at.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { parkingAt } from '../adapters/parking/parking-at.ts';
import { realWaiting } from '../runtime/backoff.ts';
import { consumer } from '../runtime/consumer.ts';
import { notingProgress } from '../runtime/consumer-progress.ts';
import { sha256 } from '../runtime/digest.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { processForAudit } from './process-for-audit.ts';

const environment = readEnvironment(['QUIPU_STACK', 'AUDIT_TABLE', 'ARCHIVE_URL', 'PARKED_URL']);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'audit' });

const trail = {
  store: dynamoProjectionStore({ client: dynamoClient(), tableName: environment.AUDIT_TABLE }),
  clock: systemClock,
};
const archive = archiveAt(environment.ARCHIVE_URL);

/** Checks all facts, and archives them in one order. */
export const handler = observed(
  'audit',
  consumer({
    name: 'audit',
    process: notingProgress(
      'audit',
      processForAudit({ ...trail, archive, digest: sha256, waiting: realWaiting, count }),
      trail,
    ),
    parking: parkingAt(environment.PARKED_URL),
    clock: systemClock,
    count,
  }),
);
