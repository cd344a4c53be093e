import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { cancellationOf } from '../../../../functions/adapters/dynamodb/cancellation.ts';
import { appendBackoff, dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';

const reasons = (...codes: readonly string[]) => codes.map((Code) => ({ Code }));

describe('a cancelled transaction', () => {
  it('is a lost race or a duplicate where an item is occupied', () => {
    expect(cancellationOf(reasons('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'))).toMatchObject({
      code: 'occupied',
      position: 1,
    });
  });

  it('is sent again where nothing is wrong with it', () => {
    for (const code of ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])
      expect(cancellationOf(reasons('None', code)).code).toBe('retry');
  });

  it('is decided by the occupied item where another also conflicted', () => {
    expect(cancellationOf(reasons('TransactionConflict', 'ConditionalCheckFailed'))).toMatchObject({
      code: 'occupied',
      position: 1,
    });
  });

  it('is our defect in every other case', () => {
    for (const code of ['ValidationError', 'ItemCollectionSizeLimitExceeded', 'SomethingNew'])
      expect(cancellationOf(reasons('ConditionalCheckFailed', code)).code).toBe('defect');
    expect(cancellationOf([]).code).toBe('defect');
  });
});

describe('an append while DynamoDB is busy', () => {
  const cancelled = (codes: readonly string[]) =>
    new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons: reasons(...codes) });
  const named = (name: string) => Object.assign(new Error(name), { name });

  const storeThat = (answers: readonly (Error | 'done')[]) => {
    const pauses: number[] = [];
    let sent = 0;
    const client = {
      send: async () => {
        const answer = answers[Math.min(sent, answers.length - 1)];
        sent += 1;
        if (answer instanceof Error) throw answer;
        return {};
      },
    } as unknown as DynamoDBClient;
    const waiting = { pause: async (milliseconds: number) => void pauses.push(milliseconds), random: () => 1 };
    const store = dynamoEventStore({ client, tableName: 'ledger', waiting });
    const append = () =>
      store.append([
        { head: store.beginning(streamIdOf('main', 'entry', 'jen_1')), text: '{}', hash: '', published: false },
      ]);
    return { append, pauses, sent: () => sent };
  };

  it('is sent again with growing waits, and succeeds', async () => {
    const { append, pauses } = storeThat([cancelled(['TransactionConflict']), cancelled(['ThrottlingError']), 'done']);
    expect((await append()).code).toBe('Appended');
    expect(pauses).toEqual([10, 20]);
  });

  it('is given up after a bounded number of attempts, as a transient failure', async () => {
    const { append, sent } = storeThat([cancelled(['TransactionConflict'])]);
    await expect(append()).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(sent()).toBe(appendBackoff.attemptsMaximum);
  });

  it('fails for good where the request is wrong, and for now where the world is', async () => {
    await expect(storeThat([cancelled(['ValidationError'])]).append()).rejects.toMatchObject({
      name: 'PermanentFailure',
    });
    await expect(storeThat([named('AccessDeniedException')]).append()).rejects.toMatchObject({
      name: 'PermanentFailure',
    });
    await expect(storeThat([named('TimeoutError')]).append()).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});
