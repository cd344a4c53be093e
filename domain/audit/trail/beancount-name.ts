import type { AccountType } from '../../accounts/account.ts';
import type { ShownAccount } from './shown-account.ts';

const rootOf: Readonly<Record<AccountType, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
};

/**
 * An account's name in Beancount, from which its id can be read back. The last part keeps it apart from accounts whose
 * ids go on from its own, which Beancount would count as part of it.
 */
export const beancountName = ({ type, accountId, currency }: ShownAccount): string =>
  [rootOf[type], ...accountId.split(':').map(encodedSegment), `In-${currency}`].join(':');

/** Beancount wants a capital or a digit first, and knows neither an underscore nor the tilde of a stripe. */
const encodedSegment = (segment: string): string => {
  const encoded = segment.replaceAll('-', '--').replaceAll('_', '-u').replace('~', '-t');
  if (/^[0-9]/.test(segment)) return encoded;
  return /^[a-z]/.test(segment) ? `${encoded.slice(0, 1).toUpperCase()}${encoded.slice(1)}` : `X-x${encoded}`;
};
