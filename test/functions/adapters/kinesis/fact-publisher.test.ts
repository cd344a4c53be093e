import type { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from '@jest/globals';
import type { OutgoingFact } from '../../../../domain/ports/fact-publisher.ts';
import { kinesisFactPublisher, putBackoff, putLimits } from '../../../../functions/adapters/kinesis/fact-publisher.ts';
import '../../../support/quiet-log.ts';

type Answer = (keys: readonly string[], call: number) => readonly boolean[] | Error;

/** A publisher on a stream that takes, of each call, the facts that `answer` says; and what it was sent. */
const publisherOn = (answer: Answer) => {
  const calls: string[][] = [];
  const waits: number[] = [];
  const send = async ({ input }: PutRecordsCommand) => {
    const keys = (input.Records ?? []).map(({ PartitionKey }) => PartitionKey ?? '');
    const taken = answer(keys, calls.push(keys) - 1);
    if (taken instanceof Error) throw taken;
    const Records = taken.map((isTaken, index) =>
      isTaken ? { SequenceNumber: `${index}`, ShardId: 's' } : { ErrorCode: 'ProvisionedThroughputExceededException' },
    );
    return { FailedRecordCount: taken.filter((isTaken) => !isTaken).length, Records };
  };
  const waiting = { pause: async (milliseconds: number) => void waits.push(milliseconds), random: () => 1 };
  const client = { send } as unknown as KinesisClient;
  return { ...kinesisFactPublisher({ client, streamName: 'facts', waiting }), calls, waits };
};

const facts = (count: number, text = 'fact'): readonly OutgoingFact[] =>
  Array.from({ length: count }, (_, index) => ({ partitionKey: `${index}`, text }));

const all = (keys: readonly string[]) => keys.map(() => true);

describe('the fact publisher on Kinesis', () => {
  it('sends nothing for no facts', async () => {
    const { publish, calls } = publisherOn(all);
    expect(await publish([])).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('sends again what was not taken, in order, and nothing else', async () => {
    const { publish, calls, waits } = publisherOn((keys, call) =>
      keys.map((key) => call > 0 || !['1', '3'].includes(key)),
    );
    expect(await publish(facts(5))).toEqual([]);
    expect(calls).toEqual([
      ['0', '1', '2', '3', '4'],
      ['1', '3'],
    ]);
    expect(waits).toEqual([putBackoff.delayFirst]);
  });

  it('answers what the stream never took, after a bounded number of attempts', async () => {
    const { publish, calls, waits } = publisherOn((keys) => keys.map((key) => key !== '2'));
    expect(await publish(facts(4))).toEqual([2]);
    expect(calls).toHaveLength(putBackoff.attemptsMaximum);
    expect(waits).toHaveLength(putBackoff.attemptsMaximum - 1);
  });

  it('sends all again where a call fails as a whole', async () => {
    const { publish, calls } = publisherOn((keys, call) => (call === 0 ? new Error('no network') : all(keys)));
    expect(await publish(facts(2))).toEqual([]);
    expect(calls).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
  });

  it('takes a fact without a result as one that was not taken', async () => {
    const { publish, calls } = publisherOn(() => [true]);
    expect(await publish(facts(2))).toEqual([]);
    expect(calls).toEqual([['0', '1'], ['1']]);
  });

  it('sends at most as many in a call as a call may hold', async () => {
    const { publish, calls } = publisherOn(all);
    expect(await publish(facts(putLimits.recordsMaximum + 1))).toEqual([]);
    expect(calls.map(({ length }) => length)).toEqual([putLimits.recordsMaximum, 1]);
  });

  it('sends at most as many bytes in a call as a call may hold, partition keys included', async () => {
    const { publish, calls } = publisherOn(all);
    const half = putLimits.bytesMaximum / 2 - 1;
    expect(await publish(facts(3, 'x'.repeat(half)))).toEqual([]);
    expect(calls.map(({ length }) => length)).toEqual([2, 1]);
    const { publish: publishMore, calls: moreCalls } = publisherOn(all);
    expect(await publishMore(facts(2, 'x'.repeat(half + 1)))).toEqual([]);
    expect(moreCalls.map(({ length }) => length)).toEqual([1, 1]);
  });
});
