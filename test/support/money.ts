import { type Money, type PositiveMoney, parseMoney, positive } from '../../domain/money/money.ts';

/** Money in a test, which must be well formed. */
export const money = (amount: string, currency = 'USD'): Money => {
  const parsed = parseMoney(amount, currency);
  if (!parsed.ok) throw new Error(`${amount} ${currency}: ${parsed.rejection.code}`);
  return parsed.value;
};

/** A positive amount in a test. */
export const amount = (text: string, currency = 'USD'): PositiveMoney => {
  const checked = positive(money(text, currency));
  if (checked === undefined) throw new Error(`${text} is not positive`);
  return checked;
};
