import { costOfConsumers } from '../support/consumer-costs.ts';
import { openDynamoDb } from '../support/dynamodb-engine.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { type AccountsOf, costOfAnEntry, eventStoreWay, rawWay, striped } from './engine-ways.ts';
import { consumersDone, httpWay } from './http-way.ts';
import { emptyMeasurement, type Measurement, measureSlice, type PostOne, percentile, rateOf } from './measure.ts';

/**
 * Measures, and never judges: the same entry by the bare SDK, by the event store and over HTTP, in alternating slices
 * of one run, so that a noisy machine disturbs all three alike; the ratios are what to look at.
 */
const words = new Map(process.argv.slice(2).map((word) => word.split('=') as [string, string]));
const sliceSeconds = Number(words.get('--slice-seconds') ?? 2);
const rounds = Number(words.get('--rounds') ?? 3);
const json = words.has('--json');
/** Before what is measured: by then the programs of every process have been compiled as they stay. */
const warmUpSeconds = 4;

const accounts = Array.from({ length: 1_000 }, (_, index) => `bench:${index}`);
const shared = 'bench:shared';
const all = [...accounts, shared, striped];

const loads: Readonly<Record<string, AccountsOf>> = {
  'spread over 1,000 accounts': (sequence) => [
    accounts[(sequence * 2) % 1_000] ?? shared,
    accounts[(sequence * 2 + 1) % 1_000] ?? shared,
  ],
  'on one shared account': (sequence) => [shared, accounts[sequence % 1_000] ?? shared],
  'on one shared account with 16 stripes': (sequence) => [striped, accounts[sequence % 1_000] ?? shared],
};

const print = (line: string): void => {
  if (!json) process.stdout.write(`${line}\n`);
};

const measure = async (
  ways: Readonly<Record<string, PostOne>>,
  clients: number,
): Promise<ReadonlyMap<string, Measurement>> => {
  const measured = new Map(Object.keys(ways).map((way) => [way, emptyMeasurement()]));
  for (let round = 0; round < rounds; round += 1)
    for (const [way, post] of Object.entries(ways)) {
      await measureSlice(measured.get(way) ?? emptyMeasurement(), post, { clients, seconds: sliceSeconds });
      if (way === 'HTTP API') await consumersDone(stack);
    }
  return measured;
};

const warmUp = async (ways: Readonly<Record<string, PostOne>>): Promise<void> => {
  for (const post of Object.values(ways))
    await measureSlice(emptyMeasurement(), post, { clients: 16, seconds: warmUpSeconds });
  await consumersDone(stack);
};

const engine = await openDynamoDb();
const stack = await startLocalStack();
const report: unknown[] = [];
try {
  const cost = await costOfAnEntry(engine);
  print('Cost of an entry with two postings');
  for (const [heads, { requests, writeUnits, readUnits }] of Object.entries(cost))
    print(`  ${heads} heads: ${writeUnits} write units, ${readUnits} read units, ${requests} round trips`);
  print('and what each consumer spends on it, on accounts that move in turn');
  const consumers: Record<number, unknown> = {};
  for (const factsPerBatch of [1, 10, 100]) {
    const ofConsumers = await costOfConsumers(factsPerBatch);
    consumers[factsPerBatch] = ofConsumers;
    for (const [consumer, { writeUnits, readUnits }] of Object.entries(ofConsumers))
      print(`  ${consumer}, ${factsPerBatch} to a batch: ${writeUnits} write units, ${readUnits} read units`);
  }
  report.push({ cost, consumers });
  for (const [load, accountsOf] of Object.entries(loads)) {
    const ways = {
      'raw engine': await rawWay(engine, accountsOf),
      'event store': await eventStoreWay(engine, accountsOf, all),
      'HTTP API': await httpWay(stack, accountsOf, all),
    };
    await warmUp(ways);
    for (const clients of [1, 16, 64]) {
      const measured = await measure(ways, clients);
      const raw = rateOf(measured.get('raw engine') ?? emptyMeasurement());
      print(`\n${clients} ${clients === 1 ? 'client' : 'clients'}, ${load}`);
      print('                 entries/s   of raw    p50 ms    p95 ms    p99 ms  failed');
      for (const [way, measurement] of measured) {
        const figures = [
          rateOf(measurement),
          rateOf(measurement) / raw,
          ...[0.5, 0.95, 0.99].map((share) => percentile(measurement, share)),
        ];
        const [rate = 0, ratio = 0, p50 = 0, p95 = 0, p99 = 0] = figures;
        const columns = [rate.toFixed(0), ratio.toFixed(2), p50.toFixed(1), p95.toFixed(1), p99.toFixed(1)];
        print(
          `  ${way.padEnd(12)}${columns.map((column) => column.padStart(10)).join('')}${String(measurement.failed).padStart(8)}`,
        );
        report.push({ load, clients, way, rate, ratioOfRaw: ratio, p50, p95, p99, failed: measurement.failed });
      }
    }
  }
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  await stack.stop();
  await engine.stop();
}
