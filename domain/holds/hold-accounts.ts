import { opposite, type Side } from '../accounts/account.ts';
import type { AccountRejection, HoldFunds } from '../accounts/account-decider.ts';
import { type AccountStep, type LoadedAccount, stepOf } from '../accounts/account-stream.ts';
import { foremost } from '../accounts/foremost.ts';
import type { PositiveMoney } from '../money/money.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { at } from '../shared/rejection.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';

/** The two accounts of a hold. */
export type HoldAccounts = { readonly source: LoadedAccount; readonly destination: LoadedAccount };

/** Asks both accounts of a hold for the same change, each on its own side. */
export const holdSteps = (
  type: Exclude<HoldFunds['type'], 'CaptureHold'>,
  { side, amount }: { readonly side: Side; readonly amount: PositiveMoney },
  { source, destination }: HoldAccounts,
): Result<readonly AccountStep[], AccountRejection> => {
  const taken = stepOf({ type, side, amount }, source);
  const given = stepOf({ type, side: opposite(side), amount }, destination);
  if (!taken.ok || !given.ok) {
    const refusals = [
      ...(taken.ok ? [] : [at('/accountId', taken.rejection)]),
      ...(given.ok ? [] : [at('/destinationAccountId', given.rejection)]),
    ];
    return rejected(foremost(refusals) ?? unreachable());
  }
  if (taken.value === undefined || given.value === undefined)
    throw new InvariantViolation('A hold always changes both of its accounts');
  return accepted([taken.value, given.value]);
};

const unreachable = (): never => {
  throw new InvariantViolation('One of two accounts refused, and neither says why');
};
