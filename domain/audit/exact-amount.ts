/**
 * An amount as a whole number of millionths of its currency: the auditor counts in other arithmetic than the ledger.
 */
export type Millionths = bigint;

const amountPattern = /^(-?)(0|[1-9]\d*)(?:\.(\d{1,6}))?$/;
const decimals = 6;

/** Reads decimal text; undefined for what is none. */
export const millionthsOf = (text: string): Millionths | undefined => {
  const parts = amountPattern.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = parts;
  return BigInt(`${sign}${whole}${fraction.padEnd(decimals, '0')}`);
};

export const decimalTextOf = (amount: Millionths): string => {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
