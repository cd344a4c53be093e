import { parseCloseTime } from '../../domain/audit/close/close-schedule.ts';
import { archiveAt } from '../adapters/archive/archive-at.ts';
import { dynamoEventStore } from '../adapters/dynamodb/event-store.ts';
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
import { auditEvents } from './audit-events.ts';
import { auditWork } from './audit-work.ts';
import { logCloser } from './close/log-closer.ts';
import { processForAudit } from './process-for-audit.ts';
import { recordKeys } from './record-keys.ts';
import { logSealer } from './seal-logs.ts';
import { addCheckpoint } from './witness/add-checkpoint.ts';
import { witnessAll, witnessesIn } from './witness/log-witnesses.ts';

const environment = readEnvironment([
  'QUIPU_STACK',
  'LEDGER_TABLE',
  'AUDIT_TABLE',
  'ARCHIVE_URL',
  'PARKED_URL',
  'SIGNER_URL',
  'LOG_NAME',
  'CLOSE_TIME',
  'WITNESSES',
]);
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'audit' });

const client = dynamoClient();
const trail = {
  store: dynamoProjectionStore({ client, tableName: environment.AUDIT_TABLE }),
  archive: archiveAt(environment.ARCHIVE_URL),
  clock: systemClock,
  count,
};

const sealing = {
  ...trail,
  digest: bytesSha256,
  signers: signersAt(environment.SIGNER_URL),
  logName: environment.LOG_NAME,
};
const eventStore = dynamoEventStore({ client, tableName: environment.LEDGER_TABLE });
const sealer = logSealer({
  ...sealing,
  beforeSealing: (ledger) => recordKeys(ledger, { ...sealing, eventStore }),
});

const closer = logCloser({
  ...trail,
  eventStore,
  textDigest: sha256,
  bytesDigest: bytesSha256,
  waiting: realWaiting,
  closeTime: parseCloseTime(environment.CLOSE_TIME),
});

const witnesses = witnessesIn(bytesSha256, environment.WITNESSES);

const consume = consumer({
  ...trail,
  name: 'audit',
  process: notingProgress(
    'audit',
    processForAudit({ ...trail, digest: sha256, waiting: realWaiting, onArchived: sealer.sealWhenDue }),
    trail,
  ),
  parking: parkingAt(environment.PARKED_URL),
});

const work = auditWork({
  consume,
  sealer,
  closer,
  witness: () => witnessAll({ ...trail, digest: bytesSha256, add: addCheckpoint, witnesses }),
});

/**
 * Checks all facts, archives them in one order, seals that order in a log and has witnesses cosign it; closes it each
 * day and on demand.
 */
export const handler = observed('audit', auditEvents(work));
