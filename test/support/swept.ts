import type { StoredEvent } from '../../domain/ports/event-store.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import { factIdOf } from '../../domain/shared/stream-id.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { memorySubjectKeys } from '../../functions/adapters/memory/subject-keys.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { commitSteps } from '../../functions/runtime/commit-steps.ts';
import type { MetricName } from '../../functions/runtime/metrics.ts';
import { sweep } from '../../functions/sweeper/sweep.ts';
import { amount } from './money.ts';
import { payoutWorld } from './payout-world.ts';
import { accountId, origin } from './test-ledger.ts';

/** In milliseconds. */
export const minute = 60_000;

/** A payout world with views that see all facts but those that get lost, and a sweeper over both. */
export const swept = async () => {
  const world = await payoutWorld();
  const views = memoryProjectionStore();
  const keys = memorySubjectKeys();
  const seen = new Set<string>();
  const started: string[] = [];
  const states = new Map<string, 'running' | 'ended'>();
  const counted = new Map<MetricName, number>();
  const published: string[] = [];

  const see = async (event: StoredEvent): Promise<void> => {
    seen.add(factIdOf(event.streamId, event.version));
    const steps = balanceProjection(deliveredFact(event));
    const waiting = { pause: async () => {}, random: () => 0 };
    const failed = await commitSteps(steps, { store: views, waiting, onConflict: () => {} });
    if (failed !== undefined) throw failed.failure;
  };

  /** The views see what they have not seen, but for the facts that get lost. */
  const view = async (isLost: (event: StoredEvent) => boolean = () => false): Promise<void> => {
    for await (const event of world.store.scan()) {
      const id = factIdOf(event.streamId, event.version);
      if (!event.published || seen.has(id)) continue;
      if (isLost(event)) seen.add(id);
      else await see(event);
    }
  };

  const run = () =>
    sweep({
      ledger: world.ledger,
      views,
      keys,
      clock: world.ledger.clock,
      count: (name, by = 1) => counted.set(name, (counted.get(name) ?? 0) + by),
      executions: {
        stateOf: async (name) => states.get(name) ?? 'absent',
        start: async ({ name }) => {
          started.push(name);
          states.set(name, 'running');
        },
      },
      publisher: {
        publish: async (facts) => {
          for (const { partitionKey, text } of facts) {
            const { id, sequence, hash, data } = JSON.parse(text);
            published.push(id);
            const version = Number(sequence);
            const streamId = partitionKey as StoredEvent['streamId'];
            await see({ streamId, version, text: JSON.stringify(data), hash, published: true });
          }
          return [];
        },
      },
    });

  return { world, views, keys, view, run, started, states, counted, published };
};

/** Holds 10.00 of the seller's until a time. */
export const hold = async (
  { world }: Awaited<ReturnType<typeof swept>>,
  key: string,
  expiresAt: string,
): Promise<string> => {
  const outcome = await authorizeHold(world.ledger, {
    origin,
    key,
    body: {
      accountId: accountId('seller'),
      destinationAccountId: accountId('bank'),
      amount: amount('10.00'),
      expiresAt: expiresAt as never,
      description: '',
    },
  });
  if (outcome.code !== 'Recorded') throw new Error(JSON.stringify(outcome));
  return holdIdOf(origin.ledger, key);
};
