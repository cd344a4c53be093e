import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { type Instant, millisecondsOf } from '../../../domain/shared/instant.ts';
import { type ConsumerProgress, consumerProgressKey } from '../../runtime/consumer-progress.ts';
import { parkedPrefixOf } from '../parked-prefix.ts';
import type { ApiServices } from '../services.ts';

/** Of parked records no more are counted. */
export const parkedMaximum = 1_000;

/** A consumer that is further behind than this needs someone to look. */
export const lagSecondsMaximum = 60;

type Progress = ConsumerProgress | undefined;

/** How far each consumer is, and how many records it had to set aside. */
export const healthAnswer = async (services: ApiServices) => {
  const { views, risk, audit, parked } = services;
  const [balance, fraud, trail] = await Promise.all([
    stateOf('balance', views, parked),
    stateOf('fraud', risk, parked),
    stateOf('audit', audit, parked),
  ]);
  const newest = [balance, fraud, trail].map(({ progress }) => progress?.newestRecordedAt);
  const about = ({ progress, parked: count }: typeof balance) => ({
    lagSeconds: lagSecondsOf(progress, newest, services),
    parked: count,
  });
  const consumers = { balance: about(balance), fraud: about(fraud), audit: about(trail) };
  const isWell = Object.values(consumers).every(
    ({ lagSeconds, parked: count }) => (lagSeconds ?? 0) <= lagSecondsMaximum && count === 0,
  );
  return { status: isWell ? 'ok' : 'degraded', consumers };
};

const stateOf = async (consumer: string, store: ProjectionStore, parked: Pick<Archive, 'list'>) => {
  const [rows, names] = await Promise.all([
    store.load([consumerProgressKey(consumer)]),
    parked.list(parkedPrefixOf(consumer), undefined, parkedMaximum),
  ]);
  return { progress: rows[0]?.body as Progress, parked: names.length };
};

// Behind since the earliest fact that it is known to lack; where there is none, as late as it was with its newest.
const lagSecondsOf = (
  progress: Progress,
  newest: readonly (Instant | undefined)[],
  { ledger, written }: ApiServices,
): number | null => {
  const applied = progress?.newestRecordedAt;
  const lacking = [written.firstAfter(applied), ...newest]
    .filter((instant) => instant !== undefined)
    .filter((instant) => applied === undefined || instant > applied)
    .sort();
  const first = lacking[0];
  if (first !== undefined) return secondsBetween(first, ledger.clock.now());
  return progress === undefined ? null : secondsBetween(progress.newestRecordedAt, progress.appliedAt);
};

const secondsBetween = (earlier: Instant, later: Instant): number =>
  Math.max(0, millisecondsOf(later) - millisecondsOf(earlier)) / 1_000;
