import { headsName } from '../../../domain/audit/close/close-place.ts';
import { headsRoot } from '../../../domain/audit/close/heads-root.ts';
import { segmentName } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { archiveAll } from '../../support/archive-all.ts';
import { placeOf } from '../../support/damaged-table.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

/** A small ledger that is archived, as its events, with what else happens on it. */
export const smallLedger = async (more: (ledger: Ledger) => Promise<unknown> = async () => {}) => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await post(ledger, 'one', entryOf('bank', 'seller', '5.00'));
  await post(ledger, 'two', entryOf('bank', 'seller', '7.00'));
  await more(ledger);
  const events: StoredEvent[] = [];
  for await (const event of ledger.eventStore.scan()) events.push(event);
  const { archive } = await archiveAll(events.filter(({ published }) => published));
  return { events, archive };
};

/** The event at a place. Fails the test where there is none. */
export const at = (place: string, events: readonly StoredEvent[]): StoredEvent => {
  const event = events.find((one) => placeOf(one) === place);
  if (event === undefined) throw new Error(`Nothing is at ${place}`);
  return event;
};

/** Closes a small ledger by hand, and answers the lines of heads. */
export const closed = async (events: readonly StoredEvent[], archive: Archive): Promise<string> => {
  const heads = ['bank', 'seller'].map((accountId) => {
    const { version, hash } = at(`main#A#${accountId}@3`, events);
    return canonicalJson({ accountId, version, hash });
  });
  const text = `${heads.join('\n')}\n`;
  const about = { closedAt: '2026-11-23T11:00:00.000Z', currencies: [], previous: null, reason: 'demand' };
  const close = { ...about, accounts: 2, heads: headsRoot(bytesSha256, heads), ledger: 'main' };
  await archive.create(headsName('main', 4), text);
  await archive.create(segmentName('main', 5), `${canonicalJson({ close, sequence: 5 })}\n`);
  return text;
};
