import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeclaredMapping } from '../../../../infra/local/declared-stack.ts';
import type { InvocationOutcome, Invoker } from '../../../../infra/local/invoker.ts';
import type { FailureDestination } from '../../../../infra/local/mappings/failure-destination.ts';
import type { SourceRecord, StreamSource } from '../../../../infra/local/mappings/stream-source.ts';

export const streamArn = 'arn:aws:kinesis:eu-central-1:000000000000:stream/facts';

export const mappingOf = (overrides: Partial<DeclaredMapping> = {}): DeclaredMapping => ({
  id: 'balance-facts',
  functionName: 'balance',
  source: { kind: 'kinesis', arn: streamArn },
  batchSize: 10,
  batchingWindowSeconds: 0,
  bisectOnError: true,
  retryAttemptsMaximum: 2,
  recordAgeMaximumSeconds: -1,
  reportsBatchItemFailures: true,
  startingPosition: 'TRIM_HORIZON',
  filters: [],
  failureBucketArn: 'arn:aws:s3:::parked',
  ...overrides,
});

export const recordOf = (number: number, arrivedAt = Date.now()): SourceRecord => {
  const event = { number, sequenceNumber: String(number) };
  return { sequenceNumber: String(number), arrivedAt, bytes: 100, event, filterable: () => event };
};

export type FakeStream = StreamSource & {
  readonly add: (...numbers: readonly number[]) => void;
  readonly addAged: (number: number, ageMilliseconds: number) => void;
  identityText: string;
  isDown: boolean;
};

/** A stream of one shard; a cursor is the number of records before it. */
export const fakeStream = (): FakeStream => {
  const records: SourceRecord[] = [];
  const refuseIfDown = (stream: FakeStream) => {
    if (stream.isDown) {
      throw new Error('connect ECONNREFUSED');
    }
  };
  const stream: FakeStream = {
    identityText: 'first',
    isDown: false,
    add: (...numbers) => void records.push(...numbers.map((number) => recordOf(number))),
    addAged: (number, age) => void records.push(recordOf(number, Date.now() - age)),
    identity: async () => {
      refuseIfDown(stream);
      return stream.identityText;
    },
    shards: async () => [{ id: 'shardId-0', parents: [] }],
    cursorAt: async (_shardId, start) => {
      refuseIfDown(stream);
      const after = start.from === 'AFTER' ? start.sequenceNumber : undefined;
      return String(after === undefined ? 0 : records.findIndex((record) => record.sequenceNumber === after) + 1);
    },
    read: async (_shardId, cursor) => {
      refuseIfDown(stream);
      return { records: records.slice(Number(cursor)), nextCursor: String(records.length) };
    },
    close: () => undefined,
  };
  return stream;
};

export type Delivered = { readonly numbers: readonly number[]; readonly at: number };

/** A function whose answer to each batch the test gives. */
export const fakeFunction = (
  answer: (numbers: readonly number[]) => InvocationOutcome | Promise<InvocationOutcome>,
) => {
  const batches: (readonly number[])[] = [];
  const invoker: Invoker = {
    invoke: async (_name, payload) => {
      const { Records } = payload as { readonly Records: readonly { readonly number: number }[] };
      const numbers = Records.map((record) => record.number);
      batches.push(numbers);
      return answer(numbers);
    },
  };
  return { invoker, batches };
};

export const ok: InvocationOutcome = { ok: true, payload: null };
export const thrown: InvocationOutcome = { ok: false, errorType: 'Error', errorMessage: 'cannot', trace: [] };
export const reported = (...numbers: readonly number[]): InvocationOutcome => ({
  ok: true,
  payload: { batchItemFailures: numbers.map((number) => ({ itemIdentifier: String(number) })) },
});

export type Parked = { readonly bucketArn: string; readonly key: string; readonly document: ParkedDocument };
export type ParkedDocument = Readonly<Record<string, unknown>> & { readonly payload: string };

export const fakeDestination = () => {
  const parked: Parked[] = [];
  const destination: FailureDestination = {
    put: async (bucketArn, key, body) => void parked.push({ bucketArn, key, document: JSON.parse(body) }),
  };
  return { destination, parked, numbers: () => parked.map(({ document }) => numbersIn(document.payload)) };
};

const numbersIn = (payload: string): readonly number[] =>
  (JSON.parse(payload) as { readonly Records: readonly { readonly number: number }[] }).Records.map(
    (record) => record.number,
  );

export const temporaryFolder = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'quipu-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** Resolves once it holds; rejects, with what was last seen, after ten seconds. */
export const eventually = async (
  holds: () => boolean | Promise<boolean>,
  seen: () => unknown = () => '',
): Promise<void> => {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`It did not happen within 10 s: ${JSON.stringify(seen())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
