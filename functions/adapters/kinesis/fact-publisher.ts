import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { FactPublisher, OutgoingFact } from '../../../domain/ports/fact-publisher.ts';
import { type Backoff, delayAfter, realWaiting, type Waiting } from '../../runtime/backoff.ts';
import { log, reasonOf } from '../../runtime/log.ts';

/** How often facts that the stream did not take are sent again, and the waits in between in milliseconds. */
export const putBackoff: Backoff = { attemptsMaximum: 5, delayFirst: 50, delayMaximum: 1_000 };

/** What one PutRecords may hold. */
export const putLimits = { recordsMaximum: 500, bytesMaximum: 5 * 1024 * 1024 } as const;

export type FactPublisherOptions = {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly waiting?: Waiting;
};

type Numbered = { readonly index: number; readonly fact: OutgoingFact };

/**
 * Publishes on a Kinesis stream. Each result is looked at, and what was not taken is sent again, a bounded number of
 * times. A fact that is sent again may arrive behind a later one of its stream. That is harmless: the table's stream
 * gives no order between events either, and consumers go by versions.
 */
export const kinesisFactPublisher = ({
  client,
  streamName,
  waiting = realWaiting,
}: FactPublisherOptions): FactPublisher => ({
  publish: async (facts) => {
    let unsent: readonly Numbered[] = facts.map((fact, index) => ({ index, fact }));
    for (let attempt = 1; unsent.length > 0; attempt += 1) {
      const left: Numbered[] = [];
      for (const call of callsOf(unsent)) left.push(...(await put(call, client, streamName)));
      unsent = left;
      if (unsent.length === 0 || attempt === putBackoff.attemptsMaximum) break;
      await waiting.pause(delayAfter(attempt, putBackoff, waiting.random));
    }
    return unsent.map(({ index }) => index);
  },
});

/** Bytes that a fact counts for: its text and its partition key. */
export const bytesOf = ({ partitionKey, text }: OutgoingFact): number =>
  Buffer.byteLength(text) + Buffer.byteLength(partitionKey);

const callsOf = (facts: readonly Numbered[]): readonly (readonly Numbered[])[] => {
  const calls: Numbered[][] = [];
  let bytes = 0;
  for (const numbered of facts) {
    const size = bytesOf(numbered.fact);
    const call = calls.at(-1);
    if (call === undefined || call.length === putLimits.recordsMaximum || bytes + size > putLimits.bytesMaximum) {
      calls.push([numbered]);
      bytes = size;
    } else {
      call.push(numbered);
      bytes += size;
    }
  }
  return calls;
};

// Answers those that were not taken, which are all where nothing is known.
const put = async (
  call: readonly Numbered[],
  client: KinesisClient,
  streamName: string,
): Promise<readonly Numbered[]> => {
  try {
    const { Records = [] } = await client.send(
      new PutRecordsCommand({
        StreamName: streamName,
        Records: call.map(({ fact }) => ({ PartitionKey: fact.partitionKey, Data: Buffer.from(fact.text) })),
      }),
    );
    const left = call.filter((_, position) => Records[position]?.SequenceNumber === undefined);
    if (left.length > 0) log.warn('facts were not taken', { unsent: left.length, codes: codesOf(Records) });
    return left;
  } catch (error) {
    log.warn('facts were not taken', { unsent: call.length, ...reasonOf(error) });
    return call;
  }
};

const codesOf = (results: readonly { readonly ErrorCode?: string | undefined }[]): string =>
  [...new Set(results.map(({ ErrorCode }) => ErrorCode).filter((code) => code !== undefined))].join(' ');
