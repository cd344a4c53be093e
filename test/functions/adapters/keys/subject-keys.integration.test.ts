import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';
import { dynamoProjectionStore } from '../../../../functions/adapters/dynamodb/projection-store.ts';
import { subjectKeysIn } from '../../../../functions/adapters/keys/subject-keys.ts';
import { secretWrapping } from '../../../../functions/adapters/wrapping/secret-wrapping.ts';
import { eraseSubject } from '../../../../functions/commands/erase-subject.ts';
import { openSealedValue } from '../../../../functions/commands/open-sealed-value.ts';
import { sealValue } from '../../../../functions/commands/seal-value.ts';
import { subjectKeysContract } from '../../../contract/subject-keys.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';
import { type Consumption, metered } from '../../../support/metered.ts';
import { origin, testLedger } from '../../../support/test-ledger.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(() => engine.stop());

subjectKeysContract('on DynamoDB', async () => {
  const rows = dynamoProjectionStore({ client: engine.client, tableName: await engine.createTable({ sortKey: 'S' }) });
  const wrapping = secretWrapping(randomBytes(32));
  const open = () => subjectKeysIn({ rows, wrapping });
  return { keys: open(), reopened: open };
});

const sumOf = (all: readonly Consumption[]): number => all.reduce((sum, { units }) => sum + units, 0);

describe('what sealing consumes', () => {
  it('is told in docs/cost.md', async () => {
    const meter = metered(engine.client);
    const { client } = meter;
    const ledger = testLedger(
      dynamoEventStore({ client, tableName: await engine.createTable({ sortKey: 'N', stream: true }) }),
    );
    const rows = dynamoProjectionStore({ client, tableName: await engine.createTable({ sortKey: 'S' }) });
    const services = { ledger, subjectKeys: subjectKeysIn({ rows, wrapping: secretWrapping(randomBytes(32)) }) };
    const seal = (subject: string, requestKey: string) =>
      sealValue(services, { ledger: 'main', subject, value: 'Ada Lovelace, 12 St James’s Square', requestKey });
    const spent = async <Answer>(ask: () => Promise<Answer>) => {
      meter.reset();
      const answer = await ask();
      return { answer, reads: sumOf(meter.reads()), writes: sumOf(meter.writes()) };
    };
    await seal('warm-up', '0');
    expect(await spent(() => seal('person-1', '1'))).toMatchObject({ reads: 2, writes: 4 });
    const { answer: sealed, ...units } = await spent(() => seal('person-1', '2'));
    expect(units).toEqual({ reads: 2, writes: 0 });
    expect(await spent(() => openSealedValue(services, { origin, sealed }))).toMatchObject({ reads: 3, writes: 2 });
    const erase = () => eraseSubject(services, { origin, key: 'k', body: { subject: 'person-1' } });
    expect(await spent(erase)).toMatchObject({ reads: 5.5, writes: 12 });
  });
});
