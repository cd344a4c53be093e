import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { RowKey } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import type { Projection } from '../../../domain/projections/projection.ts';
import { defaultRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../../domain/risk/risk-projection.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { decisionIdOf } from '../../../functions/adapters/risk/decision-id.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { walk } from '../../support/walk-payout.ts';
import '../../support/quiet-log.ts';
import { tellPinned } from './pinned-story.ts';

/** A view can be made again at any time, so a change here only means: all views have to be. */
describe('what views keep of a ledger', () => {
  it('is what balances are answered from', async () => {
    const events = await allEvents();
    const { rows, store } = await projected(balanceProjection, events);
    expect(rows).toMatchSnapshot();
    expect((await projected(balanceProjection, events.toReversed())).rows).toEqual(rows);
    const queues = ['holds', 'gaps', 'transfers'].map(async (queue) => {
      const due = await store.dueBy(queue, '2027', 100);
      return due.map(({ key }) => `${queue} ${key.partition} ${key.sort}`);
    });
    expect((await Promise.all(queues)).flat()).toMatchSnapshot();
  });

  it('is what risk is decided on', async () => {
    const policy = {
      ...defaultRiskPolicy,
      countMaximum: { ...defaultRiskPolicy.countMaximum, minute: { review: 2, block: 3 } },
    };
    const events = await allEvents();
    const { rows } = await projected(riskProjection({ policy, decisionIdOf }), events);
    expect(rows).toMatchSnapshot();
  });
});

/** What happened in two ledgers, in the order in which it was recorded, and one fact of it twice. */
const allEvents = async (): Promise<readonly StoredEvent[]> => {
  const events = [...(await publishedIn((await tellPinned()).eventStore))];
  for (const destination of ['sim-return', 'sim-refuse', 'sim-silent']) {
    const world = await payoutWorld();
    await walk(world, await world.request(destination, destination));
    world.pass(60_000);
    await world.bank();
    events.push(...(await publishedIn(world.store)).map((event) => inLedger(event, destination)));
  }
  const inOrder = events.toSorted((left, right) => recordedIn(left.text).localeCompare(recordedIn(right.text)));
  return [...inOrder, ...inOrder.slice(3, 4)];
};

const inLedger = (event: StoredEvent, ledger: string): StoredEvent => ({
  ...event,
  streamId: event.streamId.replace('main#', `${ledger}#`) as StoredEvent['streamId'],
  text: event.text.replaceAll('"ledger":"main"', `"ledger":"${ledger}"`),
});

const projected = async (projection: Projection, events: readonly StoredEvent[]) => {
  const store = memoryProjectionStore();
  const clock = { now: () => relayedAt };
  const process = projectFacts({ projection, store, clock, sightings: false });
  const arrivals = events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));
  expect((await process(arrivals)).failure).toBeUndefined();
  const rows: string[] = [];
  for await (const { key, body } of store.scan()) rows.push(`${nameOf(key)} ${JSON.stringify(body)}`);
  return { rows: rows.toSorted(), store };
};

const recordedIn = (text: string): string => (JSON.parse(text) as { readonly recordedAt: string }).recordedAt;

const nameOf = ({ partition, sort }: RowKey): string => `${partition} ${sort}`;
