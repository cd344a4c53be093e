import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../../support/local-stack.ts';
import type { BankPayout } from '../history/exchange.ts';

/** All payouts in the simulated bank's own books, which no route of the API shows. */
export const readBank = async (stack: LocalStack): Promise<readonly BankPayout[]> => {
  const { endpoints, region, outputs } = stack.describe();
  const client = new DynamoDBClient({
    endpoint: endpoints.dynamodb,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const payouts: BankPayout[] = [];
  const query = {
    TableName: (outputs['tableNames'] as Readonly<Record<string, string>>)['bank'],
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'payouts' } },
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client }, query))
    for (const row of page.Items ?? []) {
      const { reference, destination, status, effects } = JSON.parse(row['body']?.S ?? '{}') as BankPayout;
      payouts.push({ reference, destination, status, effects });
    }
  client.destroy();
  return payouts;
};
