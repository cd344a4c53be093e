import { linkHash } from '../../domain/audit/hash-chain.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import { partsOf } from '../../domain/shared/stream-id.ts';
import { sha256 } from '../../functions/runtime/digest.ts';

type Effect = { readonly accountId: string; readonly version: number; readonly previousHash: string };

/** All accounts' links made again from the published facts alone, each compared with the account's own event. */
export const brokenLinks = async (store: EventStore): Promise<readonly string[]> => {
  const events: StoredEvent[] = [];
  for await (const event of store.scan()) events.push(event);
  const links = new Map<string, string>();
  const previous = new Map<string, string>();
  for (const event of events.filter(({ published }) => published))
    for (const effect of effectsOf(event)) {
      const key = `${effect.accountId}@${effect.version}`;
      links.set(key, linkHash(sha256, sha256(event.text), effect.accountId, effect.version));
      previous.set(key, effect.previousHash);
    }
  return events
    .filter(({ streamId }) => partsOf(streamId).kind === 'account')
    .flatMap(({ streamId, version, hash }) => {
      const { id } = partsOf(streamId);
      const before = version === 1 ? '' : links.get(`${id}@${version - 1}`);
      const whole = links.get(`${id}@${version}`) === hash && previous.get(`${id}@${version}`) === before;
      return whole ? [] : [`${id}@${version}`];
    });
};

const effectsOf = ({ streamId, text }: StoredEvent): readonly Effect[] => {
  const fact = JSON.parse(text) as Effect & { postings?: readonly Effect[]; effects?: readonly Effect[] };
  return partsOf(streamId).kind === 'account' ? [fact] : (fact.postings ?? fact.effects ?? []);
};
