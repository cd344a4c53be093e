import type { AccountType } from '../../domain/accounts/account.ts';
import type { JsonObject } from '../../domain/shared/json.ts';

/** A customer's card payment: the bank receives it, the seller is owed it less the fee. */
export type CardPayment = {
  readonly name: string;
  readonly seller: Seller;
  readonly amount: string;
  readonly fee: string;
};

/** A payout, and how it is meant to end. */
export type Payout = {
  readonly name: string;
  readonly seller: Seller;
  readonly amount: string;
  readonly destination: string;
  readonly ends: readonly string[];
  readonly because: string;
};

export type Seller = { readonly name: string; readonly currency: 'USD' | 'EUR' };

const ada: Seller = { name: 'ada', currency: 'USD' };
const ben: Seller = { name: 'ben', currency: 'USD' };
const cleo: Seller = { name: 'cleo', currency: 'EUR' };
const dora: Seller = { name: 'dora', currency: 'EUR' };

export const currencies = ['USD', 'EUR'] as const;

export const bankOf = (currency: string): string => `market:bank:${currency.toLowerCase()}`;
export const feesOf = (currency: string): string => `market:fees:${currency.toLowerCase()}`;
export const payableOf = ({ name }: Seller): string => `market:sellers:${name}`;

const account = (id: string, name: string, terms: { type: AccountType; currency: string }): JsonObject => ({
  id,
  name,
  ...terms,
});

/** A seller is never paid more than is owed: the floor keeps the account at zero or above. */
export const chartOfAccounts: readonly JsonObject[] = [
  ...currencies.flatMap((currency) => [
    account(bankOf(currency), `Bank, ${currency}`, { type: 'asset', currency }),
    account(feesOf(currency), `Fees, ${currency}`, { type: 'income', currency }),
  ]),
  ...[ada, ben, cleo, dora].map((seller) => ({
    ...account(payableOf(seller), `Owed to ${seller.name}`, { type: 'liability', currency: seller.currency }),
    floor: '0.00',
  })),
];

export const cardPayments: readonly CardPayment[] = [
  { name: 'payment-1', seller: ada, amount: '100.00', fee: '2.90' },
  { name: 'payment-2', seller: ada, amount: '59.90', fee: '1.74' },
  { name: 'payment-3', seller: ben, amount: '80.00', fee: '2.32' },
  { name: 'payment-4', seller: cleo, amount: '12.50', fee: '0.36' },
  { name: 'payment-5', seller: dora, amount: '74.00', fee: '2.15' },
  { name: 'payment-6', seller: dora, amount: '31.20', fee: '0.90' },
];

export const payouts: readonly Payout[] = [
  {
    name: 'payout-1',
    seller: ada,
    amount: '120.00',
    destination: 'sim-accept',
    ends: ['completed'],
    because: 'the bank takes it and settles',
  },
  {
    name: 'payout-2',
    seller: ben,
    amount: '50.00',
    destination: 'sim-refuse',
    ends: ['undone'],
    because: 'the bank refuses it',
  },
  {
    name: 'payout-3',
    seller: cleo,
    amount: '500.00',
    destination: 'sim-accept',
    ends: ['refused'],
    because: 'there are no funds for it',
  },
  {
    name: 'payout-4',
    seller: dora,
    amount: '60.00',
    destination: 'sim-timeout',
    ends: ['completed', 'undone'],
    because: 'the bank takes it, and its answer is lost',
  },
];
