import type { ParkedRecord, Parking } from '../../../domain/ports/parking.ts';

/** Parking in memory, and what is parked there by now: for tests. */
export const memoryParking = (): Parking & { readonly parked: () => readonly ParkedRecord[] } => {
  const byPlace = new Map<string, ParkedRecord>();
  return {
    park: async (parked) => {
      const place = JSON.stringify([parked.consumer, parked.shardId, parked.sequenceNumber]);
      if (!byPlace.has(place)) byPlace.set(place, parked);
    },
    parked: () => [...byPlace.values()],
  };
};
