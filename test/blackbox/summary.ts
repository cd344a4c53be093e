import { type Anomaly, anomaliesOf, type Ground } from './checks/all-checks.ts';
import type { Say } from './clients/finish/settle-all.ts';
import { codeOf, type History, isAccepted, isRefused } from './history/exchange.ts';
import { toldBy } from './told/told.ts';

/** What a run came to. */
export type Summary = {
  readonly operations: number;
  readonly undetermined: number;
  readonly anomalies: readonly Anomaly[];
  /** How often each interesting path was taken. */
  readonly sometimes: Readonly<Record<string, number>>;
};

export const summaryOf = (history: History, ground?: Ground): Summary => {
  const told = toldBy(history);
  return {
    operations: told.operations.length,
    undetermined: told.operations.filter(({ isUndetermined }) => isUndetermined).length,
    anomalies: anomaliesOf(history, ground),
    sometimes: countedSorted(pathsIn(history)),
  };
};

const pathsIn = (history: History): readonly string[] => {
  const told = toldBy(history);
  const ofExchanges = history.exchanges.flatMap((exchange) => {
    const { answer, failure } = exchange;
    if (failure !== null) return ['no answer'];
    if (isRefused(exchange)) return [`refused ${codeOf(answer?.body)}`];
    return isAccepted(exchange) ? [] : [`answered ${answer?.status} ${codeOf(answer?.body) ?? 'by the gateway'}`];
  });
  const ofOperations = told.operations.flatMap(({ exchanges, accepted }) => {
    const isRetried = exchanges.some((exchange) => !isAccepted(exchange) && !isRefused(exchange));
    return [
      ...(isRetried && accepted !== undefined ? ['accepted after an unknown outcome'] : []),
      ...(accepted?.answer?.isReplay === true ? ['had taken effect though its answer was lost'] : []),
      ...(exchanges.filter(({ purpose }) => purpose === 'repeat').length > 0 ? ['repeated'] : []),
    ];
  });
  return [
    ...ofExchanges,
    ...ofOperations,
    ...[...told.transfers.values()].map(({ transfer: { destination, status } }) => `payout ${destination} ${status}`),
    ...[...told.holds.values()].map(
      ({ hold: { status, captured } }) =>
        `hold ${status}${/[1-9]/.test(captured) && status !== 'captured' ? ' after a part of it' : ''}`,
    ),
    ...[...told.entries.values()].map(({ entry }) => (entry.holdId === null ? 'entry posted' : 'entry of a hold')),
    ...history.exchanges.filter(({ answer }) => statusIn(answer?.body) === 'inReview').map(() => 'seen in review'),
  ];
};

const statusIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, 'status') : undefined;

const countedSorted = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const name of names.toSorted()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const shownMaximum = 10;

/** Says in a person's words what a run came to. */
export const tellSummary = (
  { operations, undetermined, anomalies, sometimes }: Summary,
  faults: Readonly<Record<string, number>>,
  say: Say,
): void => {
  for (const [title, counts] of [
    ['Faults', faults],
    ['Paths that were taken', sometimes],
  ] as const) {
    say(`\n${title}`);
    for (const [name, times] of Object.entries(counts).sort()) say(`${String(times).padStart(9)}  ${name}`);
  }
  for (const [check, found] of Map.groupBy(anomalies, (anomaly) => anomaly.check)) {
    say(`\n${check}: ${found.length}`);
    for (const { what } of found.slice(0, shownMaximum)) say(`  ${what}`);
  }
  say(`\n${operations} operations, ${undetermined} undetermined, ${anomalies.length} anomalies`);
};
