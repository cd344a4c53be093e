import type { BankPayout } from '../history/exchange.ts';
import type { TransferAnswer } from '../told/answers.ts';
import { answeredAmount } from '../told/money.ts';
import type { Told } from '../told/told.ts';
import type { Check } from './check.ts';

const ends: ReadonlySet<string> = new Set(['completed', 'refused', 'undone']);

/** Every payout ends, and none needs a person. */
export const transfersEnd: Check = ({ told }) => {
  const read = new Set(
    told.history.exchanges.filter(({ purpose }) => purpose === 'final').map(({ path }) => path.split('/').at(-1)),
  );
  return [...told.transfers].flatMap(([id, { transfer }]) => [
    ...(ends.has(transfer.status) ? [] : [`${id} to ${transfer.destination} stays ${transfer.status}`]),
    ...(read.has(id) ? [] : [`${id} was not read at the end`]),
  ]);
};

/** What a payout says of itself is what its hold and its entries say. */
export const transfersAddUp: Check = ({ told }) =>
  [...told.transfers.values()].flatMap(({ transfer }) => wrongIn(transfer, told));

const wrongIn = (transfer: TransferAnswer, told: Told): readonly string[] => {
  const { id, status, entryIds, holdId, destination } = transfer;
  const entries = [...told.entries.values()].filter(({ entry }) => entry.transferId === id);
  const hold = holdId === null ? undefined : told.holds.get(holdId)?.hold;
  const wanted = status === 'completed' ? 1 : transfer.reason?.code === 'RailReturned' && entryIds.length > 0 ? 2 : 0;
  const captured = wanted > 0 ? 'captured' : 'voided';
  const moved = movedFromSource(
    transfer,
    entries.map(({ entry }) => entry),
  );
  const amount = status === 'completed' ? answeredAmount(transfer.amount, transfer.currency) : 0n;
  return [
    ...(entryIds.length === wanted && entries.length === wanted
      ? []
      : [`${id} is ${status} with ${entryIds.length} entries, of which ${entries.length} name it`]),
    ...(hold === undefined && holdId !== null ? [`${holdId} of ${id} was not read`] : []),
    ...(hold === undefined || hold.status === captured ? [] : [`${id} is ${status}, and its hold is ${hold.status}`]),
    ...(moved === amount ? [] : [`${id} is ${status}, and moved ${moved} minor units of ${amount}`]),
    ...(destination === 'sim-refuse' && status === 'completed' ? [`${id} completed, and the bank refuses it`] : []),
  ];
};

const movedFromSource = (
  { sourceAccountId }: TransferAnswer,
  entries: readonly { readonly postings: readonly Leg[] }[],
): bigint =>
  entries
    .flatMap(({ postings }) => postings)
    .filter(({ accountId }) => accountId === sourceAccountId)
    // Sources of ours are liabilities: a debit takes from them.
    .reduce((sum, { side, amount, currency }) => {
      return sum + answeredAmount(amount, currency) * (side === 'debit' ? 1n : -1n);
    }, 0n);

type Leg = {
  readonly accountId: string;
  readonly side: string;
  readonly amount: string;
  readonly currency: string;
};

/** The bank moved money once for each payout that completed or came back, and for no other. */
export const bankAgrees: Check = ({ told }) => {
  const { bank } = told.history;
  if (bank === null) return [];
  const known = new Map(bank.map((payout) => [payout.reference, payout]));
  return [
    ...bank
      .filter(({ effects }) => effects > 1)
      .map((one) => `The bank moved money ${one.effects} times for ${one.reference}`),
    ...bank
      .filter(({ reference }) => !told.transfers.has(reference))
      .map((one) => `The bank has ${one.reference}, and nobody asked for it`),
    ...[...told.transfers.values()].flatMap(({ transfer }) => disagreement(transfer, known.get(transfer.id))),
  ];
};

// For a bank that says nothing, the clients spoke, and money did not move.
const disagreement = (transfer: TransferAnswer, payout: BankPayout | undefined): readonly string[] => {
  const { id, status, destination, reason } = transfer;
  if (destination === 'sim-silent') return [];
  const effects = payout?.effects ?? 0;
  const wanted = status === 'completed' || reason?.code === 'RailReturned' ? 1 : 0;
  const isReturned = payout?.status === 'returned';
  return [
    ...(effects === wanted ? [] : [`${id} is ${status}, and the bank moved money ${effects} times`]),
    ...(isReturned === (reason?.code === 'RailReturned')
      ? []
      : [`${id} is ${status}, and at the bank ${payout?.status}`]),
  ];
};
