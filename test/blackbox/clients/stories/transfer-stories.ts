import { amountText, inCurrency, type KnownTransfer } from '../book.ts';
import type { Client } from '../client.ts';

const destinations = ['sim-accept', 'sim-refuse', 'sim-timeout', 'sim-late', 'sim-return', 'sim-silent'] as const;
const recentTransfers = 30;

/** Asks for a payout to the simulated bank; now and then of more than there is. */
export const requestPayout = async ({ random, book, write }: Client): Promise<void> => {
  const { id, currency } = random.oneOf(book.sellers);
  const destination = random.oneOf(destinations);
  const transfer = await write('/v1/transfers', {
    kind: 'payout',
    sourceAccountId: id,
    settlementAccountId: inCurrency(book.banks, currency).id,
    amount: amountText(random.chance(0.1) ? 100_000_000 : random.between(1, 3_000), currency),
    currency,
    destination,
    description: 'A payout',
  });
  if (typeof transfer?.['id'] === 'string') book.transfers.push({ id: transfer['id'], destination });
};

/** Looks how a payout is, and does what it waits for: a person, or a bank that says nothing. */
export const followPayout = async (client: Client): Promise<void> => {
  const transfer = client.random.perhapsOneOf(client.book.transfers.slice(-recentTransfers));
  if (transfer !== undefined) await followTransfer(client, transfer);
};

/** Looks at a transfer and pushes it on; answers its status. */
export const followTransfer = async (
  client: Client,
  { id, destination }: KnownTransfer,
): Promise<string | undefined> => {
  const answer = await client.read(`/v1/transfers/${id}`);
  const { status } = (answer?.body ?? {}) as { readonly status?: string };
  if (status === 'submitted' && destination === 'sim-silent') await speakForTheBank(client, id);
  if (status === 'inReview') await resolveReviewOf(client, id);
  return status;
};

const speakForTheBank = ({ random, write }: Client, id: string): Promise<unknown> =>
  write(`/v1/transfers/${id}/settlements`, {
    outcome: random.chance(0.5) ? 'settled' : 'refused',
    railReference: `sim-${id}`,
  });

type AlertsPage = {
  readonly items?: readonly { readonly id: string; readonly transferId: string | null; readonly status: string }[];
  readonly nextCursor?: string | null;
};

const resolveReviewOf = async (client: Client, transferId: string): Promise<void> => {
  let cursor = '';
  for (;;) {
    const answer = await client.read(`/v1/risk/alerts?limit=200${cursor}`);
    const { items = [], nextCursor } = (answer?.body ?? {}) as AlertsPage;
    for (const alert of items.filter((one) => one.transferId === transferId && one.status === 'open'))
      await client.write(`/v1/risk/alerts/${alert.id}/resolution`, {
        decision: client.random.chance(0.7) ? 'approve' : 'refuse',
      });
    if (nextCursor === null || nextCursor === undefined) return;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
};
