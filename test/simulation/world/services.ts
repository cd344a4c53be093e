import type { KinesisStreamRecord } from 'aws-lambda';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { transferStateOf } from '../../../domain/transfers/transfer-stream.ts';
import { backOffice } from '../../../functions/bank/back-office.ts';
import { resolveReview } from '../../../functions/commands/resolve-review.ts';
import { sweep } from '../../../functions/sweeper/sweep.ts';
import { tableRecord } from './fact-stream.ts';
import { feed, startMapping } from './mapping.ts';
import { startOperator } from './operator.ts';
import { settledAfter } from './settled-after.ts';
import { consumerNames, type System, serveSteps } from './system.ts';
import { ledgerName, type World } from './world.ts';

const callMilliseconds = 60_000;
const minute = 60_000;

/** How often logs are sealed by the schedule: in many worlds so seldom that a log grows by much at once. */
const sealMinutes = [5, 60, 60];
const auditorMinutes = 10;
const reviewer = { ledger: ledgerName, actor: 'reviewer' };

/** What runs by itself: the mappings, the schedules and the people who look at reviews. */
export const startServices = (world: World, system: System): { readonly areDone: () => boolean } => {
  const mappings = [startRelay(world, system)];
  startConsumers(world, system, (mapping) => mappings.push(mapping));
  serveSteps(world, system);
  startSchedules(world, system);
  startReviewer(world, system);
  startOperator(world, system);
  return { areDone: () => mappings.every(({ isDone }) => isDone()) };
};

const startRelay = (world: World, { outside, relay }: System): Started => {
  const source = feed<ReturnType<typeof tableRecord>>();
  let sequence = 0;
  outside.ledger.listen((commit) => {
    for (const event of commit.filter(({ published }) => published)) source.push(tableRecord(event, ++sequence));
  });
  return startMapping(world, {
    name: 'relay',
    source,
    isUnordered: true,
    idOf: ({ dynamodb }) => dynamodb?.SequenceNumber ?? '',
    deliver: async (batch) => {
      const { batchItemFailures } = await relay.call(
        (handle) => handle({ Records: [...batch] }),
        callMilliseconds,
        'events',
      );
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  });
};

type Started = ReturnType<typeof startMapping>;

const startConsumers = (world: World, { outside, startConsumer }: System, started: (mapping: Started) => void): void =>
  outside.facts.follow(({ name: shard, source }) => {
    for (const consumer of consumerNames) {
      const process = startConsumer(consumer, shard);
      const deliver = async (batch: readonly KinesisStreamRecord[]): Promise<readonly string[]> => {
        const { batchItemFailures } = await process.call(
          ({ consume }) => consume({ Records: [...batch] }),
          callMilliseconds,
          'facts',
        );
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      };
      const idOf = ({ kinesis }: KinesisStreamRecord): string => kinesis.sequenceNumber;
      started(startMapping(world, { name: process.name, source, isUnordered: false, idOf, deliver }));
    }
  });

const startSchedules = (world: World, { sweeper, bank, sealers, outside, auditor }: System): void => {
  const { random } = world.weather.at('schedules');
  const settle = (): Promise<unknown> => settledAfter(bank.call(backOffice, callMilliseconds, 'duties'));
  world.schedule.every(minute, () => void settledAfter(sweeper.call(sweep, callMilliseconds, 'sweep')));
  world.schedule.every(minute, () => void settle());
  world.schedule.every(
    random.pick(sealMinutes) * minute,
    () => void settledAfter(random.pick(sealers()).call(({ onTick }) => onTick(), callMilliseconds, 'seal')),
  );
  // Not every world has an auditor while things go wrong; at the end each has.
  if (random.chance(0.4))
    world.schedule.every(
      auditorMinutes * minute,
      () => void settledAfter(auditor.call((goRound) => goRound(), callMilliseconds, 'audit')),
    );
  // The bank's own table has a stream too, which calls its back office.
  outside.ledger.listen((commit) => {
    if (commit.some(({ streamId }) => partsOf(streamId).kind === 'transfer'))
      world.schedule.after(20 + random.below(8_000), () => void settle());
  });
};

// Somebody looks at each transfer that is placed in review, perhaps twice, perhaps too late.
const startReviewer = (world: World, { outside, apis }: System): void => {
  const { schedule, trace } = world;
  const review = async (transferId: string, key: string): Promise<void> => {
    const { random } = world.weather.at(key);
    const body = { transferId, resolution: random.chance(0.6) ? 'release' : 'refuse' } as const;
    for (let tries = 0; tries < 6; tries += 1) {
      const resolved = await settledAfter(
        random
          .pick(apis)
          .call((services) => resolveReview(services, { origin: reviewer, key, body }), callMilliseconds, 'review'),
      );
      if (resolved.ok) return trace.sometimes(`a review came to ${resolved.answer.code}`);
      await schedule.sleep(2_000);
    }
  };
  outside.ledger.listen(([first]) => {
    if (first === undefined || partsOf(first.streamId).kind !== 'transfer') return;
    const { id } = partsOf(first.streamId);
    const head = { streamId: first.streamId, version: first.version, newest: first } as Parameters<
      typeof transferStateOf
    >[0];
    if (transferStateOf(head).status !== 'inReview') return;
    trace.sometimes('a transfer was placed in review');
    const { random } = world.weather.at(`reviewer of ${id}`);
    if (random.chance(0.1)) return;
    schedule.after(random.below(random.chance(0.1) ? 4 * 24 * 60 * minute : 10 * minute), () => {
      void review(id, `review ${id}`);
    });
  });
};
