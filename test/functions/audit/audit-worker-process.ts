import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { ArchivableFact } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { dynamoProjectionStore } from '../../../functions/adapters/dynamodb/projection-store.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { closeLog } from '../../../functions/audit/close/close-log.ts';
import { sealLog } from '../../../functions/audit/seal-log.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { realWaiting } from '../../../functions/runtime/backoff.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';
import { sealOptions } from './log-parts.ts';

/*
 * What audit does, in a process of its own: archives the facts of a small ledger, closes its log and seals it. It says
 * how many writes to the archive that took, or kills itself at one of them.
 * `FOLDER ENDPOINT TABLE [NUMBER before|after]`
 */

const [folder = '', endpoint, tableName = '', killedAt = '-1', when] = process.argv.slice(2);
const factsPerCall = 3;
let writes = 0;

const killed = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal comes before this thread is asked for anything else.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('It is not dead');
};

const mortal = (archive: Archive): Archive => ({
  ...archive,
  create: async (name, body) => {
    const isLast = writes === Number(killedAt);
    writes += 1;
    if (isLast && when === 'before') killed();
    const outcome = await archive.create(name, body);
    if (isLast) killed();
    return outcome;
  },
});

const ledger = testLedger();
for (const id of ['bank', 'seller', 'fees']) await open(ledger, id);
for (const [number, to] of ['seller', 'fees', 'seller', 'fees'].entries())
  await post(ledger, `entry ${number}`, {
    ...entryOf('bank', to, '5.00'),
    metadata: number === 1 ? { long: 'long '.repeat(14_000) } : {},
  });
const facts: ArchivableFact[] = [];
for await (const event of ledger.eventStore.scan())
  if (event.published) {
    const fact = deliveredFact(event);
    facts.push({ ...fact, particulars: particularsOf(fact.fact) });
  }

const client = new DynamoDBClient({
  ...(endpoint === undefined ? {} : { endpoint }),
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: new NodeHttpHandler(),
});
const store = dynamoProjectionStore({ client, tableName });
const archive = mortal(fileArchive(folder));
const working = { store, archive, waiting: realWaiting, onConflict: () => {} };
for (let at = 0; at < facts.length; at += factsPerCall)
  await archiveFacts('main', facts.slice(at, at + factsPerCall), { ...working, digest: sha256 });
await closeLog(
  'main',
  { order: { reason: 'demand', isEnough: () => true }, follower: { followed: undefined } },
  { ...working, eventStore: ledger.eventStore, clock: ledger.clock, textDigest: sha256, bytesDigest: bytesSha256 },
);
for (let sealed = 1; sealed > 0; ) ({ sealed } = await sealLog('main', sealOptions(store, archive)));
client.destroy();
process.stdout.write(`${facts.length} facts, ${writes} writes\n`);
