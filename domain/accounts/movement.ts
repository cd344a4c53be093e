import type { Money } from '../money/money.ts';
import { assertNever } from '../shared/assert-never.ts';
import type { Side, Totals } from './account.ts';
import { capturing, holding, posting, releasing } from './totals.ts';

/** An event that moves the account's totals. */
export type Movement =
  | { readonly type: 'EntryPosted'; readonly debits: Money; readonly credits: Money }
  | {
      readonly type: 'FundsHeld' | 'HeldFundsPosted' | 'HeldFundsReleased';
      readonly side: Side;
      readonly amount: Money;
    };

/** The totals after it. */
export const moved = (totals: Totals, event: Movement): Totals => {
  switch (event.type) {
    case 'EntryPosted':
      return posting(totals, event);
    case 'FundsHeld':
      return holding(totals, event);
    case 'HeldFundsPosted':
      return capturing(totals, event);
    case 'HeldFundsReleased':
      return releasing(totals, event);
    default:
      return assertNever(event);
  }
};
