import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AttributeValue, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runQuipu } from '../../../cli/run-quipu.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { dynamoEventStore } from '../../../functions/adapters/dynamodb/event-store.ts';
import { archiveAll } from '../../support/archive-all.ts';
import { contentOf } from '../../support/damaged-table.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../support/dynamodb-engine.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

let engine: DynamoDbEngine;
let folder: string;
beforeAll(async () => {
  engine = await openDynamoDb();
  folder = mkdtempSync(join(tmpdir(), 'quipu-restore-'));
}, 60_000);
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

const quipu = async (...words: readonly string[]) => {
  const said: string[] = [];
  const progress = () => ({ step: () => {}, done: () => {} });
  const exitCode = await runQuipu(words, {
    write: (text) => said.push(text),
    complain: (text) => said.push(text),
    progress,
    environment: {},
    readInput: async () => '',
  });
  return { exitCode, text: said.join('') };
};

describe('quipu restore verify', () => {
  it('repairs a table of DynamoDB that lost events, to the same table', async () => {
    const tableName = await engine.createTable({ sortKey: 'N' });
    const ledger = testLedger(dynamoEventStore({ client: engine.client, tableName }));
    await open(ledger, 'bank');
    await open(ledger, 'seller', { type: 'liability' });
    for (const key of ['one', 'two', 'three']) await post(ledger, key, entryOf('bank', 'seller', '5.00'));
    const contents = async () => {
      const events: StoredEvent[] = [];
      for await (const event of ledger.eventStore.scan()) events.push(event);
      return events;
    };
    const whole = await contents();
    await archiveAll(
      whole.filter(({ published }) => published),
      fileArchive(folder),
    );
    const lose = async (pk: string, sk: number): Promise<void> => {
      const Key: Record<string, AttributeValue> = { pk: { S: pk }, sk: { N: String(sk) } };
      await engine.client.send(new DeleteItemCommand({ TableName: tableName, Key }));
    };
    await lose('main#A#bank', 1);
    await lose('main#A#bank', 3);
    await lose('main#A#seller', 4);
    await lose(whole.find(({ streamId }) => streamId.includes('#J#'))?.streamId ?? '', 0);
    const where = ['--table', tableName, '--endpoint', engine.endpoint, '--archive', pathToFileURL(folder).href];
    const found = await quipu('restore', 'verify', ...where, '--json');
    expect(found.exitCode).toBe(1);
    expect(JSON.parse(found.text).before.findings).toHaveLength(4);
    const repaired = await quipu('restore', 'verify', ...where, '--repair', '--json');
    expect(JSON.parse(repaired.text)).toMatchObject({ put: 4, isProven: true, after: { findings: [] } });
    expect(repaired.exitCode).toBe(0);
    expect(contentOf(await contents())).toBe(contentOf(whole));
  }, 60_000);

  it('writes to no table that was not named', async () => {
    expect(await quipu('restore', 'verify', '--repair')).toMatchObject({ exitCode: 2 });
  });
});
