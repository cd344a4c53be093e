import type { AccountType, Side } from '../../../domain/accounts/account.ts';
import { textOf } from '../../arbitraries/money.ts';
import { money } from '../../support/money.ts';

export type Leg = { readonly account: string; readonly side: Side; readonly units: bigint; readonly currency: string };

/** So much from one account to another. */
export const move = (debited: string, credited: string, currency: string, amount: bigint): readonly Leg[] => [
  { account: debited, side: 'debit', units: amount, currency },
  { account: credited, side: 'credit', units: amount, currency },
];

/** What a client wants of the ledger; amounts are minor units. */
export type Ask =
  | {
      readonly kind: 'open';
      readonly account: string;
      readonly type: AccountType;
      readonly currency: string;
      readonly floor: bigint | undefined;
      /** None where absent. */
      readonly stripes?: number;
    }
  | { readonly kind: 'post'; readonly legs: readonly Leg[] }
  | {
      readonly kind: 'hold';
      readonly source: string;
      readonly destination: string;
      readonly units: bigint;
      readonly currency: string;
      readonly expiresAt: string | null;
    }
  | { readonly kind: 'capture'; readonly holdId: string; readonly units: bigint | undefined; readonly currency: string }
  | { readonly kind: 'void'; readonly holdId: string }
  | { readonly kind: 'freeze' | 'unfreeze' | 'close'; readonly account: string }
  | { readonly kind: 'floor'; readonly account: string; readonly floor: bigint | undefined; readonly currency: string }
  | {
      readonly kind: 'transfer';
      readonly source: string;
      readonly settlement: string;
      readonly units: bigint;
      readonly currency: string;
      readonly destination: string;
    };

export const amountText = (units: bigint, currency: string): string => textOf(units, money('0', currency).currency);

/** The wish as a sentence. */
export const sentenceOf = (ask: Ask): string => {
  switch (ask.kind) {
    case 'open':
      return `open ${ask.type} ${ask.account} in ${ask.currency}${ask.floor === undefined ? '' : `, floor ${ask.floor}`}${ask.stripes === undefined ? '' : `, on ${ask.stripes} stripes`}`;
    case 'post':
      return `post ${ask.legs.map(({ account, side, units }) => `${side} ${account} ${units}`).join(', ')}`;
    case 'hold':
      return `hold ${ask.units} of ${ask.source} for ${ask.destination} until ${ask.expiresAt ?? 'it is let go'}`;
    case 'capture':
      return `capture ${ask.units ?? 'the rest'} of ${ask.holdId}`;
    case 'void':
      return `void ${ask.holdId}`;
    case 'floor':
      return `set the floor of ${ask.account} to ${ask.floor ?? 'none'}`;
    case 'transfer':
      return `pay out ${ask.units} of ${ask.source} to ${ask.destination}`;
    default:
      return `${ask.kind} ${ask.account}`;
  }
};
