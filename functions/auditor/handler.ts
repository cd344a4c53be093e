import { archiveAt } from '../adapters/archive/archive-at.ts';
import { dynamoEventStore } from '../adapters/dynamodb/event-store.ts';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { sha256 } from '../runtime/digest.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { auditLedgers } from './audit-ledgers.ts';

const tables = ['LEDGER_TABLE', 'VIEWS_TABLE', 'RISK_TABLE', 'AUDIT_TABLE', 'AUDITOR_TABLE'] as const;
const environment = readEnvironment(['QUIPU_STACK', ...tables, 'ARCHIVE_URL']);
const client = dynamoClient();
const rowsOf = (tableName: string) => dynamoProjectionStore({ client, tableName });
const parts = {
  eventStore: dynamoEventStore({ client, tableName: environment.LEDGER_TABLE }),
  views: rowsOf(environment.VIEWS_TABLE),
  risk: rowsOf(environment.RISK_TABLE),
  audit: rowsOf(environment.AUDIT_TABLE),
  auditor: rowsOf(environment.AUDITOR_TABLE),
  archive: archiveAt(environment.ARCHIVE_URL),
  clock: systemClock,
  digest: sha256,
};
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'auditor' });

/** Holds the log, the event store and the views against each other, all the time. */
export const handler = observed<unknown, void>('auditor', () => auditLedgers(parts, count));
