import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SFNClient } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { dynamoProjectionStore } from '../adapters/dynamodb/projection-store.ts';
import { keyDestructionIn } from '../adapters/keys/key-destruction.ts';
import { kinesisFactPublisher } from '../adapters/kinesis/fact-publisher.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { dynamoClient, openLedger } from '../runtime/open-ledger.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { executionsOf } from './executions.ts';
import { sweep } from './sweep.ts';

const environment = readEnvironment([
  'QUIPU_STACK',
  'LEDGER_TABLE',
  'VIEWS_TABLE',
  'KEYS_TABLE',
  'FACTS_STREAM',
  'PAYOUT_MACHINE_ARN',
]);
const client = dynamoClient();
const count = embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'sweeper' });
// The client's default handler speaks HTTP/2, which not every endpoint does; over HTTP/1.1 all are the same.
const kinesis = new KinesisClient({ requestHandler: new NodeHttpHandler() });
const dependencies = {
  ledger: openLedger(environment.LEDGER_TABLE, client, () => count('VersionConflicts')),
  views: dynamoProjectionStore({ client, tableName: environment.VIEWS_TABLE }),
  keys: keyDestructionIn(dynamoProjectionStore({ client, tableName: environment.KEYS_TABLE })),
  executions: executionsOf({ sfn: new SFNClient(), machineArn: environment.PAYOUT_MACHINE_ARN }),
  publisher: kinesisFactPublisher({ client: kinesis, streamName: environment.FACTS_STREAM }),
  clock: systemClock,
  count,
};

/** Looks after holds that have expired, transfers that stand still, and facts that got lost. */
export const handler = observed<unknown, void>('sweeper', () => sweep(dependencies));
