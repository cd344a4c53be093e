import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { seenKey } from '../../../domain/projections/seen-key.ts';
import type { ApiServices } from '../services.ts';
import type { TransferAddress } from './transfer-of-path.ts';

/** When each part of the system saw a fact; null where it has not. */
export type Sightings = (factId: string) => {
  readonly relay: string | null;
  readonly balance: string | null;
  readonly fraud: string | null;
  readonly audit: string | null;
};

type Sighting = { readonly seenAt: string; readonly relayedAt: string };

const sightingsMaximum = 1_000;

/** The sightings of all facts of a transfer, as its consumers noted them. */
export const sightingsOf = async (
  { views, risk, audit }: ApiServices,
  address: TransferAddress,
): Promise<Sightings> => {
  const [balance, fraud, trail] = await Promise.all([views, risk, audit].map((store) => notedIn(store, address)));
  return (factId) => {
    const seen = [balance, fraud, trail].map((noted) => noted?.get(factId));
    const relayed = seen.flatMap((sighting) => (sighting === undefined ? [] : [sighting.relayedAt])).sort();
    return {
      relay: relayed[0] ?? null,
      balance: seen[0]?.seenAt ?? null,
      fraud: seen[1]?.seenAt ?? null,
      audit: seen[2]?.seenAt ?? null,
    };
  };
};

const notedIn = async (store: ProjectionStore, { ledger, id }: TransferAddress): Promise<Map<string, Sighting>> => {
  const { partition } = seenKey(ledger, id, '');
  const rows = await store.query({ partition, limit: sightingsMaximum });
  return new Map(rows.map(({ key, body }) => [key.sort, body as Sighting]));
};
