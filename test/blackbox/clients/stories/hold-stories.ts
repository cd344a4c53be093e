import { amountText, inCurrency, type KnownHold } from '../book.ts';
import type { Client } from '../client.ts';

const shortLifeMilliseconds = 6_000;
const recentHolds = 20;

/** Sets funds of a wallet aside; some of it only for a moment. */
export const authorizeHold = async ({ random, book, write }: Client): Promise<void> => {
  const { id, currency } = random.oneOf(book.wallets);
  const others = book.wallets.filter((wallet) => wallet.id !== id && wallet.currency === currency);
  const destination = random.chance(0.5) ? random.perhapsOneOf(others) : undefined;
  const minorUnits = random.between(2, 5_000);
  const held = await write('/v1/holds', {
    accountId: id,
    destinationAccountId: (destination ?? inCurrency(book.fees, currency)).id,
    amount: amountText(minorUnits, currency),
    currency,
    ...(random.chance(0.2)
      ? { expiresAt: new Date(Date.now() + random.between(1_000, shortLifeMilliseconds)).toISOString() }
      : {}),
  });
  if (typeof held?.['id'] === 'string') book.holds.push({ id: held['id'], currency, minorUnits });
};

/** Several clients reach for the same holds, so that captures and voids compete. */
const recentHold = ({ random, book }: Client): KnownHold | undefined =>
  random.perhapsOneOf(book.holds.slice(-recentHolds));

/** Captures a hold in full, in part, or asks for more than there is. */
export const captureHold = async (client: Client): Promise<void> => {
  const { random, book, write } = client;
  const hold = recentHold(client);
  if (hold === undefined) return authorizeHold(client);
  const part = random.between(1, Math.ceil(hold.minorUnits * 0.7));
  const path = `/v1/holds/${hold.id}/captures`;
  const entry = await write(path, random.chance(0.4) ? {} : { amount: amountText(part, hold.currency) });
  if (typeof entry?.['id'] === 'string') book.entryIds.push(entry['id']);
};

export const voidHold = async (client: Client): Promise<void> => {
  const hold = recentHold(client);
  if (hold === undefined) return authorizeHold(client);
  await client.write(`/v1/holds/${hold.id}/void`, {});
};
