import { archiveAt } from '../adapters/archive/archive-at.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { parkingAt } from '../adapters/parking/parking-at.ts';
import { signersAt } from '../adapters/signer/signers-at.ts';
import { realWaiting } from '../runtime/backoff.ts';
import { bytesSha256 } from '../runtime/bytes-digest.ts';
import { consumer } from '../runtime/consumer.ts';
import { notingProgress } from '../runtime/consumer-progress.ts';
import { sha256 } from '../runtime/digest.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { eventOrTick } from './event-or-tick.ts';
import { processForAudit } from './process-for-audit.ts';
import { logSealer } from './seal-logs.ts';

const environment = readEnvironment([
  'QUIPU_STACK',
  'AUDIT_TABLE',
  'ARCHIVE_URL',
  'PARKED_URL',
  'SIGNER_URL',
  'LOG_NAME',
]);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'audit' });

const trail = {
  store: dynamoProjectionStore({ client: dynamoClient(), tableName: environment.AUDIT_TABLE }),
  clock: systemClock,
};
const archive = archiveAt(environment.ARCHIVE_URL);

const sealer = logSealer({
  ...trail,
  archive,
  digest: bytesSha256,
  signers: signersAt(environment.SIGNER_URL),
  logName: environment.LOG_NAME,
  count,
});

const onArchived = sealer.sealWhenDue;
const audit = processForAudit({ ...trail, archive, digest: sha256, waiting: realWaiting, count, onArchived });

const consume = consumer({
  name: 'audit',
  process: notingProgress('audit', audit, trail),
  parking: parkingAt(environment.PARKED_URL),
  clock: systemClock,
  count,
});

/** Checks all facts, archives them in one order, and seals that order in a log: as they come, and on a schedule. */
export const handler = observed('audit', eventOrTick(consume, sealer.sealAll));
