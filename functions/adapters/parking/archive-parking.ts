import type { Archive } from '../../../domain/ports/archive.ts';
import type { Parking } from '../../../domain/ports/parking.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';

const notInNames = /[^A-Za-z0-9_-]/g;

/** Parks records in an archive as `<consumer>/<shard>/<sequence number>.json`; the first to park one is kept. */
export const archiveParking = (archive: Archive): Parking => ({
  park: async (parked) => {
    const [consumer, shardId, sequenceNumber] = [parked.consumer, parked.shardId, parked.sequenceNumber].map((part) =>
      part.replace(notInNames, '_'),
    );
    await archive.create(`${consumer}/${shardId}/${sequenceNumber}.json`, canonicalJson(parked));
  },
});
