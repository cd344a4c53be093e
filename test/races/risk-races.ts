import { deepEqual, equal } from 'node:assert/strict';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import { withAlert } from '../../domain/risk/alerts.ts';
import {
  type AlertResolution,
  type AlertRow,
  alertKey,
  isArrivalRow,
  outboxOf,
  type StandingRow,
  standingKey,
} from '../../domain/risk/risk-rows.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { resolveAlert } from '../../functions/adapters/risk/resolve-alert.ts';
import { dump } from '../../functions/runtime/dump.ts';
import { decisionsIn, fraudWith } from '../functions/fraud/fraud-parts.ts';
import { relayedAt } from '../support/kinesis-event.ts';
import { accountId } from '../support/test-ledger.ts';
import { arrivalsOf, deliverBatches, deliveries, someFacts } from './facts-in-a-race.ts';
import type { Race } from './race.ts';
import { scheduledEvents, scheduledRows } from './scheduled.ts';

const derivedRowsOf = async (store: ProjectionStore): Promise<string> => {
  const isDerived = (key: RowKey): boolean => !isArrivalRow(key);
  const derived = {
    ...store,
    scan: async function* () {
      for await (const row of store.scan()) if (isDerived(row.key)) yield row;
    },
  };
  return dump(derived);
};

const decisionsAreWrittenOnce: Race = {
  name: 'two fraud workers count each fact once, and write each decision once',
  run: async (scheduler, draw) => {
    const events = await someFacts(draw);
    const store = memoryProjectionStore();
    const decisions = memoryEventStore();
    const work = [0, 1].map(() =>
      deliverBatches(
        fraudWith(scheduledRows(store, scheduler), scheduledEvents(decisions, scheduler)),
        deliveries(arrivalsOf(events), draw),
      ),
    );
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    const alone = memoryProjectionStore();
    await deliverBatches(fraudWith(alone, memoryEventStore()), [arrivalsOf(events)]);
    equal(await derivedRowsOf(store), await derivedRowsOf(alone));
    deepEqual(await store.query({ partition: outboxOf('main'), limit: 10 }), []);
    const decided = (await decisionsIn(decisions)).map(({ decisionId }) => decisionId);
    equal(new Set(decided).size, decided.length);
  },
};

const alertNamed = (alertId: string): AlertRow => ({
  alertId,
  accountId: accountId('seller'),
  factId: 'main#X#1@0',
  raisedAt: relayedAt,
  transferId: null,
  status: 'open',
  resolution: null,
  outcome: 'block',
  reasons: ['AmountUnusual'],
  features: {},
});

/** Raises an alert as the fraud consumer does: in one commit with what stands against the account. */
const raise = async (store: ProjectionStore, alertId: string): Promise<void> => {
  for (;;) {
    const key = standingKey('main', 'seller');
    const [standing] = await store.load([key]);
    const alert = alertNamed(alertId);
    const changes = [
      { key: alertKey('main', alertId), revision: 0, body: alert },
      { key, revision: standing?.revision ?? 0, body: withAlert(standing?.body as StandingRow | undefined, alert) },
    ];
    if ((await store.commit(changes)) === 'committed') return;
  }
};

const anAlertIsResolvedOnce: Race = {
  name: 'of several who resolve one alert the first is heard by all, and other alerts of the account stay open',
  run: async (scheduler, draw) => {
    const store = memoryProjectionStore();
    for (const alertId of ['first', 'second']) await raise(store, alertId);
    const resolution = (actor: string): AlertResolution => ({
      decision: draw(2) === 0 ? 'approve' : 'refuse',
      actor,
      resolvedAt: relayedAt,
    });
    const resolving = ['ada', 'bob', 'eve'].map((actor) =>
      resolveAlert(scheduledRows(store, scheduler), {
        ledger: 'main',
        alertId: 'first',
        resolution: resolution(actor),
      }),
    );
    const raising = raise(scheduledRows(store, scheduler), 'third');
    await scheduler.waitFor(Promise.all([...resolving, raising]));
    const outcomes = await Promise.all(resolving);
    const heard = outcomes.map((one) => (one.code === 'Resolved' ? one.alert.resolution : one.code));
    for (const one of heard) deepEqual(one, heard[0]);
    equal(outcomes.filter((one) => one.code === 'Resolved' && !one.isReplayed).length, 1);
    const [standing] = await store.load([standingKey('main', 'seller')]);
    deepEqual(Object.keys(standing?.body?.['openAlerts'] ?? {}).toSorted(), ['second', 'third']);
    const [row] = await store.load([alertKey('main', 'first')]);
    deepEqual(row?.body['resolution'], heard[0]);
  },
};

/** Races about risk. */
export const riskRaces: readonly Race[] = [decisionsAreWrittenOnce, anAlertIsResolvedOnce];
