import { impliedEvents } from '../../domain/audit/restore/implied-events.ts';
import { rebuiltCapture } from '../../domain/audit/restore/rebuilt-capture.ts';
import type { Repair, RestoreFinding } from '../../domain/audit/restore/restore-findings.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import type { StreamId } from '../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import type { RestoreParts } from './survey-table.ts';

/**
 * Puts back what findings say how to, in an order in which each has what it is made of: facts from the archive, then
 * what facts imply, by rising version. Answers how many events were put. Nothing that is there is replaced.
 */
export const repairTable = async (findings: readonly RestoreFinding[], parts: RestoreParts): Promise<number> => {
  let put = 0;
  for (const from of ['archive', 'entry', 'fact'] as const)
    for (const { repair, place } of findings) {
      if (repair?.from !== from) continue;
      const event = await eventOf(repair, placeIn(place), parts);
      if ((await parts.table.putMissing(event)) === 'put') put += 1;
      parts.onStep();
    }
  return put;
};

type Place = { readonly streamId: StreamId; readonly version: number };

const eventOf = async (repair: Repair, place: Place, { table }: RestoreParts): Promise<StoredEvent> => {
  switch (repair.from) {
    case 'archive': {
      const { text, hash } = repair.fact;
      return { ...place, text, hash, published: true };
    }
    case 'fact': {
      const cause = await at(placeIn(repair.cause), table);
      const implied = impliedEvents(deliveredFact(cause), sha256).find(
        ({ streamId, version }) => streamId === place.streamId && version === place.version,
      );
      if (implied === undefined) throw new InvariantViolation(`${repair.cause} implies no event of ${place.streamId}`);
      return { ...place, text: implied.textWith(repair.terms), hash: implied.hash, published: false };
    }
    case 'entry': {
      const entry = await at(placeIn(repair.entry), table);
      const before = await at({ ...place, version: place.version - 1 }, table);
      const text = rebuiltCapture(deliveredFact(entry), before);
      return { ...place, text, hash: sha256(text), published: true };
    }
  }
};

const at = async ({ streamId, version }: Place, table: RestoreParts['table']): Promise<StoredEvent> => {
  const [event] = await table.read(streamId, version, 1);
  if (event?.version !== version) throw new InvariantViolation(`${streamId} has no version ${version}`);
  return event;
};

const placeIn = (factId: string): Place => {
  const cut = factId.lastIndexOf('@');
  return { streamId: factId.slice(0, cut) as StreamId, version: Number(factId.slice(cut + 1)) };
};
