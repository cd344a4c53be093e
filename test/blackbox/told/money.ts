/** Thrown for what cannot be read; the checks turn it into an anomaly. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const digitsOfCurrency: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3 };

const amountPattern = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

const digitsOf = (currency: string): number => {
  const digits = digitsOfCurrency[currency];
  if (digits === undefined) throw new Unreadable(`No run uses ${currency}`);
  return digits;
};

const parse = (text: unknown, currency: string): { readonly minorUnits: bigint; readonly fraction: number } => {
  const digits = digitsOf(currency);
  const [, sign, whole = '', fraction = ''] = amountPattern.exec(String(text)) ?? [];
  if (sign === undefined || typeof text !== 'string') throw new Unreadable(`${text} is no amount`);
  if (fraction.length > digits) throw new Unreadable(`${text} is more precise than ${currency}`);
  const magnitude = BigInt(`${whole}${fraction.padEnd(digits, '0')}`);
  return { minorUnits: sign === '-' ? -magnitude : magnitude, fraction: fraction.length };
};

/** What the ledger answered: it has exactly the digits of its currency. In minor units; throws Unreadable. */
export const answeredAmount = (text: unknown, currency: string): bigint => {
  const { minorUnits, fraction } = parse(text, currency);
  if (fraction !== digitsOf(currency)) throw new Unreadable(`${text} has not the digits of ${currency}`);
  return minorUnits;
};

/** What a caller said, who may leave digits away. In minor units; throws Unreadable. */
export const saidAmount = (text: unknown, currency: string): bigint => parse(text, currency).minorUnits;
