import { type AccountId, parseAccountId } from './account.ts';

/** An account has at most so many stripes. One that is not striped counts as one. */
export const stripesMaximum = 16;

const separator = '~';
const stripePattern = /^([1-9]|1[0-6])$/;

/** The id of one of the stripes of an account, which are counted from 1. No caller can name it. */
export const stripeIdOf = (accountId: AccountId, stripe: number): AccountId =>
  `${accountId}${separator}${stripe}` as AccountId;

/** The ids of all stripes of an account; none where it is not striped. */
export const stripeIdsOf = (accountId: AccountId, stripes: number): readonly AccountId[] =>
  stripes === 1 ? [] : Array.from({ length: stripes }, (_, index) => stripeIdOf(accountId, index + 1));

export const isStripeId = (accountId: string): boolean => accountId.includes(separator);

/** The account that an id is of: that of the stripe's account, or the id itself. */
export const wholeIdOf = (accountId: AccountId): AccountId => accountId.split(separator, 1)[0] as AccountId;

/** Reads an id as facts and heads have it: that of an account, or of a stripe. */
export const parseKeptAccountId = (text: string): AccountId | undefined => {
  const [id = '', ...stripe] = text.split(separator);
  const isKept = stripe.length === 0 || (stripe.length === 1 && stripePattern.test(stripe[0] ?? ''));
  return isKept && parseAccountId(id) !== undefined ? (text as AccountId) : undefined;
};

/**
 * The stripe that an entry or a hold goes to, by its id, which derives from its request: a repetition comes to the same
 * one. It is 32 bits of FNV-1a, folded, modulo the stripes, and never changes.
 */
export const chosenStripe = (by: string, stripes: number): number => {
  let hash = 0x811c9dc5;
  for (const character of by) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return 1 + (((hash ^ (hash >>> 16)) >>> 0) % stripes);
};
