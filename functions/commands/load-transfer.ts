import type { Origin } from '../../domain/facts/origin.ts';
import type { TransferFact } from '../../domain/facts/transfer-facts.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { transferOf } from '../../domain/transfers/transfer-of-snapshot.ts';
import type { Transfer } from '../../domain/transfers/transfer-state.ts';
import type { Ledger } from '../runtime/ledger.ts';

/** A transfer as it stands, and whom and what the rest of its history belongs to. */
export type LoadedTransfer = { readonly transfer: Transfer; readonly newest: TransferFact };

/** The transfer as its newest event tells it, strongly consistent; undefined where there is none. */
export const loadTransfer = async (
  { eventStore }: Ledger,
  { ledger, transferId }: { readonly ledger: string; readonly transferId: string },
): Promise<LoadedTransfer | undefined> => {
  const [head] = await eventStore.load([streamIdOf(ledger, 'transfer', transferId)], 'strong');
  if (head?.newest === undefined) return undefined;
  const newest = JSON.parse(head.newest.text) as TransferFact;
  return { transfer: transferOf(newest.transfer), newest };
};

/** Where what its saga records comes from: the saga, on the request of the transfer's own caller. */
export const sagaOriginOf = ({ ledger, correlationId, traceparent }: TransferFact): Origin => ({
  ledger,
  actor: 'quipu:saga',
  ...(correlationId === undefined ? {} : { correlationId }),
  ...(traceparent === undefined ? {} : { traceparent }),
});
