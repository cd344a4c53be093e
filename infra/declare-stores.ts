import * as aws from '@pulumi/aws';
import { Archive } from './components/archive.ts';
import { EncryptionKey } from './components/encryption-key.ts';
import { EventStore } from './components/event-store.ts';
import { FactStream } from './components/fact-stream.ts';
import { ParkedRecords } from './components/parked-records.ts';
import { ProjectionTable } from './components/projection-table.ts';
import { SigningKey } from './components/signing-key.ts';
import { SubjectKeys } from './components/subject-keys.ts';
import type { Configuration } from './configuration.ts';

/** Everything that outlives a function: what is true, what is seen of it, and what was set aside. */
export type Stores = {
  readonly ledger: EventStore;
  readonly facts: FactStream;
  readonly views: ProjectionTable;
  readonly risk: ProjectionTable;
  readonly audit: ProjectionTable;
  /** What the standing auditor keeps; whoever checks writes nothing of what it checks. */
  readonly auditor: ProjectionTable;
  readonly tasks: ProjectionTable;
  readonly archive: Archive;
  readonly parked: ParkedRecords;
  /** What personal data is sealed with: the one table from which something is deleted for good. */
  readonly subjectKeys: SubjectKeys;
  readonly key: EncryptionKey;
  /** Undefined where a file has the key. */
  readonly signingKey: SigningKey | undefined;
};

export const declareStores = (configuration: Configuration): Stores => {
  const { accountId } = aws.getCallerIdentityOutput();
  const key = new EncryptionKey('encryption', configuration);
  const table = { configuration, key };
  return {
    key,
    ledger: new EventStore('event-store', configuration, key),
    facts: new FactStream('fact-stream', configuration, key),
    views: new ProjectionTable('views', { ...table, logicalName: 'views', queues: true }),
    risk: new ProjectionTable('risk', { ...table, logicalName: 'risk' }),
    audit: new ProjectionTable('audit', { ...table, logicalName: 'audit' }),
    auditor: new ProjectionTable('auditor', { ...table, logicalName: 'auditor' }),
    tasks: new ProjectionTable('tasks', { ...table, logicalName: 'tasks' }),
    archive: new Archive('archive', configuration, accountId),
    signingKey: configuration.signingKeyFile === undefined ? new SigningKey('audit-log', configuration) : undefined,
    subjectKeys: new SubjectKeys('subject-keys', configuration, key),
    parked: new ParkedRecords('parked', { configuration, accountId, key }),
  };
};
