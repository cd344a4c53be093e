import { rmSync, writeFileSync } from 'node:fs';
import { isObject } from '../is-object.ts';
import { DamagedData } from './damaged-data.ts';
import type { HostOrder, HostReport, StartEngines } from './host-messages.ts';
import { type DynamodbEngines, startDynamodbEngines } from './start-dynamodb-engines.ts';
import { type KinesisEngine, startKinesis } from './start-kinesis.ts';

// The program of the engine host: one process beside the stack, so that the Kinesis engine's work does not delay the
// API, and so that somebody is there to end the DynamoDB engines when the stack is killed. Its second argument, the
// data folder, is not read: it is how a later start recognises this process.

type Running = { dynamodb: DynamodbEngines | undefined; kinesis: KinesisEngine | undefined; stopping: boolean };

const running: Running = { dynamodb: undefined, kinesis: undefined, stopping: false };
const spawned = new Set<number>([process.pid]);

const report = (message: HostReport): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });

const endNow = (code: number): never => {
  for (const pid of spawned) if (pid !== process.pid) endQuietly(pid);
  process.exit(code);
};

const endQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended.
  }
};

const start = async ({ dynoxide, kinesis, processesFile }: StartEngines): Promise<void> => {
  const noteSpawned = (pid: number): void => {
    spawned.add(pid);
    writeFileSync(processesFile, JSON.stringify([...spawned]));
  };
  noteSpawned(process.pid);
  const startingDynamodb =
    dynoxide === undefined ? undefined : startDynamodbEngines({ ...dynoxide, onSpawn: noteSpawned });
  const [kinesisEngine, dynamodb] = await Promise.all([startKinesis(kinesis), startingDynamodb]);
  running.kinesis = kinesisEngine;
  running.dynamodb = dynamodb;
  dynamodb?.ended.then((how) => {
    if (!running.stopping) fail(new Error(`A DynamoDB engine ended by itself: ${how}`));
  });
  await report({ kind: 'ready', dynamodb: dynamodb?.addresses, kinesisUrl: kinesisEngine.url });
};

const fail = async (error: unknown): Promise<void> => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  const message = error instanceof Error ? withCause(error) : String(error);
  await report({ kind: 'failed', message, damaged: error instanceof DamagedData });
  endNow(1);
};

const withCause = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message} (${cause.message})` : message;

const stop = async (processesFile: string | undefined): Promise<void> => {
  running.stopping = true;
  await Promise.all([running.dynamodb?.stop(), running.kinesis?.stop()]);
  if (processesFile !== undefined) rmSync(processesFile, { force: true });
  process.exit(0);
};

// A client that is killed in the middle of a request makes kinesalite throw what its request emitted. Nothing of the
// engine's state is in doubt then, and the other clients must not suffer.
process.on('uncaughtException', (error) => {
  if (isObject(error) && error['code'] === 'ECONNRESET') return;
  fail(error);
});

let processesFile: string | undefined;
process.on('message', (order: HostOrder) => {
  if (order.kind === 'stop') stop(processesFile);
  else {
    processesFile = order.processesFile;
    start(order).catch(fail);
  }
});

// The operating system closes the channel with the stack's process, however that ended.
process.on('disconnect', () => endNow(0));
