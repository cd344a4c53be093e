import type { History } from '../history/exchange.ts';
import { Unreadable } from '../told/money.ts';
import { timelinesOf } from '../told/timelines.ts';
import { toldBy } from '../told/told.ts';
import * as accounts from './account-checks.ts';
import { answersReadable } from './answer-checks.ts';
import * as audit from './audit-checks.ts';
import type { Check, Evidence } from './check.ts';
import * as entries from './entry-checks.ts';
import * as operations from './operation-checks.ts';
import * as projections from './projection-checks.ts';
import { refusalsExplained } from './refusal-checks.ts';
import * as stays from './stay-checks.ts';
import * as transfers from './transfer-checks.ts';

/** What is wrong with a history, and which check says so. */
export type Anomaly = { readonly check: CheckName; readonly what: string };

export type CheckName = keyof typeof checks;

const checks = {
  ...operations,
  answersReadable,
  ...entries,
  ...stays,
  ...accounts,
  refusalsExplained,
  ...transfers,
  ...projections,
  ...audit,
} as const satisfies Record<string, Check>;

export const checkNames = Object.keys(checks) as readonly CheckName[];

/** What is known of the ledger beside the history. */
export type Ground = {
  /** Nobody else wrote to it. */
  readonly isAlone: boolean;
  /**
   * The stack was made for it: nobody else's records are set aside, and its engine shows a commit whole or not at all,
   * where DynamoDB promises that for each row alone.
   */
  readonly isOwnStack: boolean;
};

/** What can only be told of a ledger on such ground. */
const groundOf: Partial<Readonly<Record<string, keyof Ground>>> = {
  trialBalanceSums: 'isAlone',
  trialBalanceIsZero: 'isOwnStack',
  nothingParked: 'isOwnStack',
} satisfies Partial<Record<CheckName, keyof Ground>>;

const localGround: Ground = { isAlone: true, isOwnStack: true };

/** Everything that is wrong with a history, by nothing but the history. */
export const anomaliesOf = (history: History, ground: Ground = localGround): readonly Anomaly[] => {
  const told = toldBy(history);
  const read = reading(() => timelinesOf(told));
  if ('unreadable' in read) return [{ check: 'amountsAreReadable', what: read.unreadable }];
  const evidence: Evidence = { told, timelines: read.value };
  return Object.entries(checks).flatMap(([name, check]) => {
    const needed = groundOf[name];
    if (needed !== undefined && !ground[needed]) return [];
    const found = reading(() => check(evidence));
    const whats = 'unreadable' in found ? [found.unreadable] : found.value;
    return whats.map((what) => ({ check: name as CheckName, what }));
  });
};

const reading = <Value>(read: () => Value): { readonly value: Value } | { readonly unreadable: string } => {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.message };
    throw error;
  }
};
