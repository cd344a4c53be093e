import type { AccountHead } from '../../../../domain/audit/close/account-head.ts';

/** The head of an open account that nothing was posted to, but for what a test says of it. */
export const headOf = (said: Partial<AccountHead> = {}): AccountHead => ({
  accountId: 'sellers:1',
  name: 'Seller',
  type: 'liability',
  currency: 'USD',
  status: 'open',
  version: 1,
  hash: 'link',
  ...{ debits: '0.00', credits: '0.00', heldDebits: '0.00', heldCredits: '0.00' },
  ...said,
});
