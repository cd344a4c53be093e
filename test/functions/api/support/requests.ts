import type { Ask, Got } from './api-under-test.ts';

let keys = 0;

/** An Idempotency-Key that was not used before. */
export const freshKey = (): string => {
  keys += 1;
  return `key ${keys}`;
};

/** Posts a body with a key of its own. */
export const post = (ask: Ask, path: string, body: unknown, key = freshKey()): Promise<Got> =>
  ask('POST', path, { body, key });

export const accountOf = (id: string, more: object = {}) => ({ id, name: id, type: 'asset', currency: 'USD', ...more });

export const opened = async (ask: Ask, id: string, more: object = {}): Promise<Got> => {
  const got = await post(ask, '/v1/accounts', accountOf(id, more));
  if (got.status !== 201) throw new Error(`${id} was not opened: ${got.text}`);
  return got;
};

/** An entry that moves an amount from the credited to the debited account. */
export const entryOf = (debited: string, credited: string, amount: unknown, currency = 'USD') => ({
  postings: [
    { accountId: debited, side: 'debit', amount, currency },
    { accountId: credited, side: 'credit', amount, currency },
  ],
});

/** A bank, a seller who is paid what they have, and the bank's capital: 100.00 came in for the seller. */
export const market = async (ask: Ask): Promise<void> => {
  await opened(ask, 'assets:bank');
  await opened(ask, 'sellers:1', { type: 'liability', floor: '0' });
  const got = await post(ask, '/v1/journal-entries', entryOf('assets:bank', 'sellers:1', '100.00'));
  if (got.status !== 201) throw new Error(got.text);
};
