import {
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Attributes } from '../../functions/adapters/dynamodb/event-row.ts';

export type TableInMemory = {
  readonly client: DynamoDBClient;
  /** What was asked, command by command. */
  readonly asked: readonly { readonly name: string; readonly input: object }[];
};

const rowsPerScan = 2;

/**
 * A DynamoDB client whose one table is in memory: as much of it as an event store asks for, each condition and limit as
 * it is said in the request, so that what is left out of a request is not done.
 */
export const tableInMemory = (): TableInMemory => {
  const rows = new Map<string, Attributes>();
  const asked: { readonly name: string; readonly input: object }[] = [];
  const client = new DynamoDBClient({ region: 'none' });
  const send = async (command: object): Promise<object> => {
    if (command instanceof QueryCommand) {
      asked.push({ name: 'Query', input: command.input });
      return { Items: queried(rows, command) };
    }
    if (command instanceof ScanCommand) {
      asked.push({ name: 'Scan', input: command.input });
      return scanned(rows, command);
    }
    if (!(command instanceof TransactWriteItemsCommand)) throw new Error('The table does not know that command');
    asked.push({ name: 'TransactWriteItems', input: command.input });
    return transact(rows, command);
  };
  return { client: Object.assign(client, { send }) as DynamoDBClient, asked };
};

const keyOf = ({ pk, sk }: Attributes): string => `${pk?.S} ${sk?.N}`;

const queried = (rows: ReadonlyMap<string, Attributes>, { input }: QueryCommand): readonly Attributes[] => {
  const { KeyConditionExpression = '', ExpressionAttributeValues = {}, ScanIndexForward = true, Limit } = input;
  const from = KeyConditionExpression.includes('sk >= :from') ? Number(ExpressionAttributeValues[':from']?.N) : 0;
  if (!KeyConditionExpression.startsWith('pk = :pk')) throw new Error('A query names its partition');
  const direction = ScanIndexForward ? 1 : -1;
  return [...rows.values()]
    .filter(({ pk, sk }) => pk?.S === ExpressionAttributeValues[':pk']?.S && Number(sk?.N) >= from)
    .toSorted((left, right) => (Number(left['sk']?.N) - Number(right['sk']?.N)) * direction)
    .slice(0, Limit);
};

const scanned = (rows: ReadonlyMap<string, Attributes>, { input }: ScanCommand): object => {
  const keys = [...rows.keys()];
  const after = input.ExclusiveStartKey === undefined ? -1 : keys.indexOf(keyOf(input.ExclusiveStartKey));
  const page = keys
    .slice(after + 1, after + 1 + rowsPerScan)
    .map((key) => rows.get(key))
    .filter((row) => row !== undefined);
  const last = page.at(-1);
  const more =
    last !== undefined && keyOf(last) !== keys.at(-1) ? { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } } : {};
  return { Items: page, ...more };
};

const transact = (rows: Map<string, Attributes>, { input }: TransactWriteItemsCommand): object => {
  const puts = (input.TransactItems ?? []).map(({ Put }) => {
    if (Put?.Item === undefined) throw new Error('An event is put');
    const there = rows.get(keyOf(Put.Item));
    const isRefused = there !== undefined && Put.ConditionExpression === 'attribute_not_exists(pk)';
    const isTold = isRefused && Put.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    return { row: Put.Item, isRefused, told: isTold ? there : undefined };
  });
  if (puts.some(({ isRefused }) => isRefused))
    throw new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: puts.map(({ isRefused, told }) => ({
        Code: isRefused ? 'ConditionalCheckFailed' : 'None',
        ...(told === undefined ? {} : { Item: told }),
      })),
    });
  for (const { row } of puts) rows.set(keyOf(row), row);
  return {};
};
