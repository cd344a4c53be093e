import {
  type Money,
  type MoneyRejection,
  type PositiveMoney,
  parseMoney,
  parsePositiveMoney,
} from '../../domain/money/money.ts';
import { type Result, rejected } from '../../domain/shared/result.ts';
import type { Fault } from './problem.ts';

/** An amount and its currency as a body says them, and where. */
export type SaidMoney = {
  readonly amount: string;
  readonly currency: string;
  readonly amountPointer: string;
  /** Undefined where the currency is not the caller's to say. */
  readonly currencyPointer?: string;
};

/** Reads an amount greater than zero; refuses as `parsePositiveMoney` does, with the pointer of what is at fault. */
export const readPositiveMoney = (said: SaidMoney): Result<PositiveMoney, Fault> =>
  withPointer(parsePositiveMoney(said.amount, said.currency), said);

/** Reads an amount that may be negative; refuses as `parseMoney` does, with the pointer of what is at fault. */
export const readMoney = (said: SaidMoney): Result<Money, Fault> =>
  withPointer(parseMoney(said.amount, said.currency), said);

const withPointer = <Value>(read: Result<Value, MoneyRejection>, said: SaidMoney): Result<Value, Fault> => {
  if (read.ok) return read;
  const { amountPointer, currencyPointer = amountPointer } = said;
  const pointer = read.rejection.code === 'UnknownCurrency' ? currencyPointer : amountPointer;
  return rejected({ ...read.rejection, pointer });
};
