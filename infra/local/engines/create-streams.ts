import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis';
import { beginAgain } from '../data-folder.ts';
import type { DeclaredStream } from '../declared-stack.ts';
import { StartRefused } from '../start-refused.ts';

const pollMilliseconds = 10;
const pollsMaximum = 500;

/** Creates the declared streams that are not there yet, and waits until all of them can be written. */
export const createStreams = async (client: KinesisClient, streams: readonly DeclaredStream[]): Promise<void> => {
  for (const { name, shards } of streams) {
    const openShards = await openShardsOf(client, name);
    if (openShards === undefined) await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
    else if (openShards !== shards)
      throw new StartRefused(
        `The stream ${name} was made with ${openShards} shards, and ${shards} are declared now. ${beginAgain}`,
      );
    await untilActive(client, name);
  }
};

const summaryOf = async (client: KinesisClient, StreamName: string) => {
  try {
    return (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const openShardsOf = async (client: KinesisClient, name: string): Promise<number | undefined> =>
  (await summaryOf(client, name))?.OpenShardCount;

const untilActive = async (client: KinesisClient, name: string): Promise<void> => {
  for (let poll = 0; poll < pollsMaximum; poll += 1) {
    if ((await summaryOf(client, name))?.StreamStatus === 'ACTIVE') return;
    await pause(pollMilliseconds);
  }
  throw new Error(`The stream ${name} did not become active`);
};
