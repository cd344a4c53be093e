import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import { type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ApiServices } from '../services.ts';
import { newestEvent } from './newest-event.ts';

export type TransferAddress = { readonly ledger: string; readonly id: string };

export const noSuchTransfer: Problem = problemOf({ code: 'TransferNotFound', detail: 'There is no such transfer.' });

/** The stream of the transfer that an address names; refuses `TransferNotFound` for text that can name none. */
export const transferStreamOf = ({ ledger, id }: TransferAddress): Result<StreamId, Problem> =>
  /^trf_[0-9A-Z]{26}$/.test(id) ? accepted(streamIdOf(ledger, 'transfer', id)) : rejected(noSuchTransfer);

/** The newest event of the transfer that an address names; refuses `TransferNotFound`. */
export const newestOfTransfer = async (
  { ledger }: ApiServices,
  address: TransferAddress,
): Promise<Result<StoredEvent, Problem>> => {
  const stream = transferStreamOf(address);
  if (!stream.ok) return stream;
  const newest = await newestEvent(ledger.eventStore, stream.value);
  return newest === undefined ? rejected(noSuchTransfer) : accepted(newest);
};
