import { InvariantViolation } from '../../shared/failures.ts';

/** An amount as a whole number of its currency's minor units: a trail counts in other arithmetic than the ledger. */
export type MinorUnits = bigint;

const amountPattern = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Reads decimal text with exactly the currency's digits. Throws InvariantViolation for what is none. */
export const minorUnitsOf = (text: string, digits: number): MinorUnits => {
  if (!amountPattern.test(text) || digitsIn(text) !== digits)
    throw new InvariantViolation(`${text} is no amount with ${digits} digits`);
  return BigInt(text.replace('.', ''));
};

export const amountText = (units: MinorUnits, digits: number): string => {
  const sign = units < 0n ? '-' : '';
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

/** How many digits an amount has before and behind the point. */
export const lengthOf = (units: MinorUnits, digits: number): number =>
  amountText(units, digits).replace(/[-.]/g, '').length;

const digitsIn = (text: string): number => text.split('.')[1]?.length ?? 0;
