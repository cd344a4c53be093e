import { Decimal } from 'decimal.js';
import { Shared } from '../adapters/shared.ts';

export const handler = async (event: { readonly amount: string }): Promise<string> => {
  if (event.amount === 'fail') throw new Shared('asked to');
  return new Decimal(event.amount).plus(1).toFixed(2);
};
