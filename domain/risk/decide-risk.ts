import type { ScreeningRecord } from '../facts/transfer-facts.ts';
import { digitsOf } from '../money/currency.ts';
import { compare, type Money, storedMoney } from '../money/money.ts';
import { type AmountHistogram, quantileOf } from './amount-histogram.ts';
import type { Pace, Paces } from './pace.ts';
import type { RiskPolicy, RiskWindow } from './risk-policy.ts';

/** What a decision looks at. The paces include the departure itself; what is usual does not. */
export type RiskFeatures = {
  readonly amount: Money;
  readonly paces: Paces;
  readonly past: AmountHistogram;
  /** An alert that blocks is open on the account. */
  readonly isRestricted: boolean;
};

export type RiskReason =
  | 'AccountRestricted'
  | 'CountPerMinute'
  | 'CountPerHour'
  | 'CountPerDay'
  | 'SumPerMinute'
  | 'SumPerHour'
  | 'SumPerDay'
  | 'AmountUnusual';

type Outcome = ScreeningRecord['outcome'];
type Objection = { readonly outcome: Exclude<Outcome, 'approve'>; readonly reason: RiskReason };

const windows = ['minute', 'hour', 'day'] as const satisfies readonly RiskWindow[];
const countReasons = { minute: 'CountPerMinute', hour: 'CountPerHour', day: 'CountPerDay' } as const;
const sumReasons = { minute: 'SumPerMinute', hour: 'SumPerHour', day: 'SumPerDay' } as const;

/**
 * Decides on one departure. The outcome is that of the gravest objection; the reasons name all of them, so that a
 * person who looks at it sees everything at once. Sizes and counts are told in decimal text.
 */
export const decideRisk = (features: RiskFeatures, policy: RiskPolicy): ScreeningRecord => {
  const objections = [
    ...(features.isRestricted ? [{ outcome: 'review', reason: 'AccountRestricted' } as const] : []),
    ...windows.flatMap((window) => ofWindow(window, features.paces[window], policy)),
    ...ofAmount(features, policy),
  ];
  return {
    outcome: gravest(objections.map(({ outcome }) => outcome)),
    reasons: objections.map(({ reason }) => reason),
    features: textOf(features, policy),
  };
};

/** The gravest of some outcomes; `approve` where there are none. */
export const gravest = (outcomes: readonly Outcome[]): Outcome => {
  if (outcomes.includes('block')) return 'block';
  return outcomes.includes('review') ? 'review' : 'approve';
};

const ofWindow = (window: RiskWindow, { count, sum }: Pace, policy: RiskPolicy): readonly Objection[] => {
  const counts = policy.countMaximum[window];
  const sums = policy.sumMaximum[sum.currency]?.[window];
  const exceeds = (limit: string): boolean => compare(sum, storedMoney(limit, sum.currency)) > 0;
  return [
    ...objection(countReasons[window], { isReview: count > counts.review, isBlock: count > counts.block }),
    ...(sums === undefined
      ? []
      : objection(sumReasons[window], { isReview: exceeds(sums.review), isBlock: exceeds(sums.block) })),
  ];
};

const ofAmount = ({ amount, past }: RiskFeatures, { unusualAmount }: RiskPolicy): readonly Objection[] => {
  const usual = quantileOf(past, unusualAmount.permille);
  const isKnown = usual !== undefined && past.observations >= unusualAmount.observationsMinimum;
  const isReview = isKnown && minorUnitsOf(amount) > usual * BigInt(unusualAmount.timesMaximum);
  return objection('AmountUnusual', { isReview, isBlock: false });
};

const objection = (
  reason: RiskReason,
  { isReview, isBlock }: { readonly isReview: boolean; readonly isBlock: boolean },
): readonly Objection[] => {
  if (isBlock) return [{ outcome: 'block', reason }];
  return isReview ? [{ outcome: 'review', reason }] : [];
};

const textOf = ({ amount, paces, past }: RiskFeatures, policy: RiskPolicy): ScreeningRecord['features'] => {
  const usual = quantileOf(past, policy.unusualAmount.permille);
  return {
    amount: amount.amount,
    countPerMinute: String(paces.minute.count),
    countPerHour: String(paces.hour.count),
    countPerDay: String(paces.day.count),
    sumPerMinute: paces.minute.sum.amount,
    sumPerHour: paces.hour.sum.amount,
    sumPerDay: paces.day.sum.amount,
    observations: String(past.observations),
    ...(usual === undefined ? {} : { usualAmount: amountOf(usual, amount) }),
  };
};

/** Money as a whole number of its currency's minor units. */
export const minorUnitsOf = (money: Money): bigint => BigInt(money.amount.replace('.', ''));

const amountOf = (minorUnits: bigint, { currency }: Money): string => {
  const digits = digitsOf(currency);
  const text = String(minorUnits).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};
