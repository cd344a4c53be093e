import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { kinesisFactPublisher } from '../adapters/kinesis/fact-publisher.ts';
import { parkingAt } from '../adapters/parking/parking-at.ts';
import { embeddedMetrics } from '../runtime/metrics.ts';
import { observed } from '../runtime/observed.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { relay } from './relay.ts';

const environment = readEnvironment(['QUIPU_STACK', 'FACTS_STREAM', 'PARKED_URL']);

// The client's default handler speaks HTTP/2, which not every endpoint does; over HTTP/1.1 all are the same.
const client = new KinesisClient({ requestHandler: new NodeHttpHandler() });

/** Publishes the event store's published events on the fact stream. */
export const handler = observed(
  'relay',
  relay({
    publisher: kinesisFactPublisher({ client, streamName: environment.FACTS_STREAM }),
    parking: parkingAt(environment.PARKED_URL),
    clock: systemClock,
    count: embeddedMetrics({ stack: environment.QUIPU_STACK, functionName: 'relay' }),
  }),
);
