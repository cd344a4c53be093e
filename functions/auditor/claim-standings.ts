import {
  type EventClaim,
  type FactClaim,
  rowsOfView,
  type Standing,
  standingOfEvent,
  standingOfView,
  type ViewClaim,
} from '../../domain/audit/watch/fact-claims.ts';
import { type Row, type RowKey, rowsPerCommitMaximum } from '../../domain/ports/projection-store.ts';
import type { AuditorParts } from './auditor-parts.ts';

/** Reads of the event store that are under way at once. */
const readsAtOnce = 32;

/**
 * Whether claims hold, in their order. Each on the event store is one strongly consistent read of one event; each on
 * the views is a row, and one more for each account. Throws what the stores throw.
 */
export const standingsOf = async <Claim extends FactClaim>(
  claims: readonly Claim[],
  parts: Pick<AuditorParts, 'eventStore' | 'views' | 'digest'>,
): Promise<ReadonlyMap<Claim, Standing>> => {
  const standings = new Map<Claim, Standing>();
  const rows = await viewRows(
    claims.flatMap((claim: FactClaim) => (claim.kind === 'view' ? [claim] : [])),
    parts,
  );
  for (let first = 0; first < claims.length; first += readsAtOnce)
    await Promise.all(
      claims.slice(first, first + readsAtOnce).map(async (claim) => {
        standings.set(claim, await standingOf(claim, rows, parts));
      }),
    );
  return standings;
};

const standingOf = async (
  claim: FactClaim,
  rows: ReadonlyMap<string, Row>,
  parts: Pick<AuditorParts, 'eventStore' | 'digest'>,
): Promise<Standing> =>
  claim.kind === 'event'
    ? eventStanding(claim, parts)
    : standingOfView(
        claim,
        rowsOfView(claim).map((key) => rows.get(nameOf(key))),
      );

const eventStanding = async (
  claim: EventClaim,
  { eventStore, digest }: Pick<AuditorParts, 'eventStore' | 'digest'>,
): Promise<Standing> => {
  const [event] = await eventStore.read(claim.streamId, claim.version, 1);
  return standingOfEvent(claim, event, digest);
};

// The entries are read before the accounts, so that an account is never older than an entry that was there.
const viewRows = async (
  claims: readonly ViewClaim[],
  { views }: Pick<AuditorParts, 'views'>,
): Promise<ReadonlyMap<string, Row>> => {
  const rows = new Map<string, Row>();
  const keys = claims.map(rowsOfView);
  for (const group of [keys.flatMap(([entry]) => entry ?? []), keys.flatMap(([, account]) => account ?? [])]) {
    const distinct = [...new Map(group.map((key) => [nameOf(key), key])).values()];
    for (let first = 0; first < distinct.length; first += rowsPerCommitMaximum)
      for (const row of await views.load(distinct.slice(first, first + rowsPerCommitMaximum)))
        rows.set(nameOf(row.key), row);
  }
  return rows;
};

const nameOf = ({ partition, sort }: RowKey): string => JSON.stringify([partition, sort]);
