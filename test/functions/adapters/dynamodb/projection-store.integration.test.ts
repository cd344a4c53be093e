import { afterAll, beforeAll } from '@jest/globals';
import { dynamoProjectionStore } from '../../../../functions/adapters/dynamodb/projection-store.ts';
import { projectionStoreContract } from '../../../contract/projection-store.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(() => engine.stop());

projectionStoreContract('on DynamoDB', async () =>
  dynamoProjectionStore({ client: engine.client, tableName: await engine.createTable({ sortKey: 'S', due: true }) }),
);
