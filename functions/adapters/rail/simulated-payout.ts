import type { Row, RowKey } from '../../../domain/ports/projection-store.ts';
import type { Instant } from '../../../domain/shared/instant.ts';
import { instantOf, millisecondsOf } from '../../../domain/shared/instant.ts';

/** How the simulated bank deals with a payout; its destination's name says which. */
export type SimulatedConduct = 'accept' | 'refuse' | 'timeout' | 'late' | 'return' | 'silent';

/** A payout in the simulated bank's books. */
export type SimulatedPayout = {
  readonly reference: string;
  readonly ledger: string;
  readonly currency: string;
  readonly amount: string;
  readonly destination: string;
  readonly railReference: string;
  readonly status: 'accepted' | 'refused' | 'recalled' | 'settled' | 'returned';
  /** How often it moved money out: what must never be more than one. */
  readonly effects: number;
  readonly submittedAt: Instant;
};

/** What the bank's back office has to come back to, in the order of time. It is there until the ledger knows. */
export type SimulatedDuty = { readonly reference: string; readonly duty: 'settle' | 'return'; readonly at: Instant };

/** How long the bank takes where it takes its time, in milliseconds. */
export const simulatedDelay = 5_000;

export const dutiesPartition = 'due';
export const payoutsPartition = 'payouts';

export const payoutKey = (reference: string): RowKey => ({ partition: payoutsPartition, sort: reference });

export const dutyKey = ({ at, reference, duty }: SimulatedDuty): RowKey => ({
  partition: dutiesPartition,
  sort: `${at}#${reference}#${duty}`,
});

export const payoutIn = (row: Row): SimulatedPayout => row.body as SimulatedPayout;

export const dutyIn = (row: Row): SimulatedDuty => row.body as SimulatedDuty;

export const railReferenceOf = (reference: string): string => `sim-${reference}`;

const conducts: ReadonlyMap<string, SimulatedConduct> = new Map([
  ['sim-accept', 'accept'],
  ['sim-refuse', 'refuse'],
  ['sim-timeout', 'timeout'],
  ['sim-late', 'late'],
  ['sim-return', 'return'],
  ['sim-silent', 'silent'],
]);

/** What a destination makes the bank do; undefined for one that it does not know. */
export const conductOf = (destination: string): SimulatedConduct | undefined => conducts.get(destination);

export const later = (now: Instant, milliseconds: number): Instant => instantOf(millisecondsOf(now) + milliseconds);

/** The duty of an accepted payout, if the bank ever means to settle it. */
export const settleDutyOf = ({ reference, destination, submittedAt }: SimulatedPayout): SimulatedDuty | undefined => {
  const conduct = conductOf(destination);
  if (conduct === 'silent') return undefined;
  return { reference, duty: 'settle', at: conduct === 'late' ? later(submittedAt, simulatedDelay) : submittedAt };
};
