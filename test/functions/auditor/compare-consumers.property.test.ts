import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expecting, noneExpected, tallyingConsumers } from '../../../domain/audit/watch/watched-consumers.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { RowQuery } from '../../../domain/ports/projection-store.ts';
import { minuteOf, noFacts } from '../../../domain/projections/fact-tally.ts';
import { factIdOf } from '../../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { anyStory, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import '../../support/quiet-log.ts';
import { auditorWorld, type ConsumerOfWorld } from './auditor-world.ts';

const anyConsumer = fc.constantFrom<ConsumerOfWorld>('balance', 'fraud', 'audit');

/** Whether a consumer keeps anything of a fact; the others keep all that they are sent. */
const isKept = (consumer: ConsumerOfWorld, event: StoredEvent): boolean =>
  expecting(noneExpected, deliveredFact(event))[consumer].count === 1;

describe('the comparer', () => {
  it('finds all consumers at one where none missed a fact, whoever walked the log so far', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.boolean(), async (story, isWalked) => {
        const events = await publishedIn(await tell(story));
        const world = auditorWorld();
        await world.redeliver('audit', events);
        if (isWalked) await world.run();
        for (const consumer of tallyingConsumers) await world.redeliver(consumer, [...events, ...events].reverse());
        const { status, audit, consumers } = await world.compare();
        expect(status).toBe('same');
        expect(audit.count).toBe(events.length);
        expect(consumers.balance.kept).toEqual(consumers.balance.expected);
        expect(consumers.fraud.kept).toEqual(consumers.fraud.expected);
      }),
      { numRuns: 40 },
    );
  });

  it('names the consumer, the minute and the fact where one consumer was not sent one fact', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyConsumer, fc.nat(), async (story, consumer, choice) => {
        const events = await publishedIn(await tell(story));
        const candidates = events.filter((event) => isKept(consumer, event));
        const dropped = candidates[choice % Math.max(1, candidates.length)];
        if (dropped === undefined) return;
        const world = auditorWorld();
        for (const name of ['balance', 'fraud', 'audit'] as const)
          await world.redeliver(
            name,
            events.filter((event) => name !== consumer || event !== dropped),
          );
        const { status, differences } = await world.compare();
        const { fact } = deliveredFact(dropped);
        const named = { consumer, minute: minuteOf(fact.recordedAt), missing: 1, hash: dropped.hash };
        const isSeenElsewhere = consumer !== 'audit' || tallyingConsumers.some((name) => isKept(name, dropped));
        expect(status).toBe(isSeenElsewhere ? 'different' : 'same');
        for (const difference of differences) expect(difference).toMatchObject(named);
        const factId = factIdOf(dropped.streamId, dropped.version);
        if (consumer !== 'audit') expect(differences).toMatchObject([{ factId }]);
      }),
      { numRuns: 150 },
    );
  });

  it('counts nothing twice where the auditor moves on meanwhile', async () => {
    const world = auditorWorld();
    const facts = await publishedIn(await tell([]));
    for (const consumer of ['audit', ...tallyingConsumers] as const) await world.redeliver(consumer, facts);
    let runs = 0;
    const moving = {
      ...world.auditor,
      query: async (query: RowQuery) => {
        runs += 1;
        if (runs === 1) await world.run();
        return world.auditor.query(query);
      },
    };
    const { status, audit } = await world.compare({ auditor: moving });
    expect({ status, count: audit.count }).toEqual({ status: 'same', count: facts.length });
    expect(runs).toBe(2);
  });

  it('tells what consumers lack that have not begun', async () => {
    const world = auditorWorld();
    const facts = await publishedIn(await tell([]));
    await world.redeliver('audit', facts);
    const { status, consumers, differences } = await world.compare();
    expect(status).toBe('different');
    expect(consumers.balance.kept).toEqual(noFacts);
    expect(differences).toMatchObject([{ consumer: 'balance', missing: facts.length, factId: null }]);
  });
});
