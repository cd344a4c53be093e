import { afterAll, beforeAll, describe } from '@jest/globals';
import '../../support/quiet-log.ts';
import { dynamoProjectionStore } from '../../../functions/adapters/dynamodb/projection-store.ts';
import { payoutRailContract } from '../../contract/payout-rail.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../support/dynamodb-engine.ts';
import { simulatedBank } from '../../support/simulated-bank.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(() => engine.stop());

describe('the simulated bank, with books on DynamoDB', () => {
  payoutRailContract(async () => {
    const tableName = await engine.createTable({ sortKey: 'S' });
    return simulatedBank(dynamoProjectionStore({ client: engine.client, tableName }));
  });
});
