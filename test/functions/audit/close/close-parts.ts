import { linkHash } from '../../../../domain/audit/hash-chain.ts';
import { particularsOf } from '../../../../domain/audit/particulars.ts';
import type { Archive } from '../../../../domain/ports/archive.ts';
import type { EventStore, StoredEvent } from '../../../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../../../domain/ports/projection-store.ts';
import { effectsOf } from '../../../../domain/projections/account-effects.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { TransientFailure } from '../../../../domain/shared/failures.ts';
import { instantOf } from '../../../../domain/shared/instant.ts';
import type { StreamId } from '../../../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../../functions/adapters/memory/projection-store.ts';
import { type CloseOptions, closeLog, type Follower } from '../../../../functions/audit/close/close-log.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { referenceLeafHash, referenceRoot } from '../../../domain/audit/log/reference-tree.ts';
import { archiveAtLast, optionsWith } from '../archive-parts.ts';
import { archivedLines } from '../log-verifier.ts';

export type CloseStores = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit' | 'query'>;
  readonly archive: Pick<Archive, 'create' | 'read' | 'readBytes' | 'list'>;
  readonly eventStore: Pick<EventStore, 'read'>;
};

export const closeOptions = (stores: CloseStores): CloseOptions => ({
  ...stores,
  textDigest: sha256,
  bytesDigest: bytesSha256,
  clock: { now: () => instantOf(1_764_000_000_000) },
  waiting: { pause: async () => {}, random: () => 0 },
  onConflict: () => {},
});

/** Archives events as they arrive, as the audit function does. */
export const archiveEvents = (
  events: readonly StoredEvent[],
  { store, archive }: Pick<CloseStores, 'store' | 'archive'>,
): Promise<void> => {
  const facts = events.map(deliveredFact).map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) }));
  return archiveAtLast(facts, optionsWith(store, archive));
};

/** An archive in memory of the ledger that an event store has, and what closes it. */
export const closeWorld = (eventStore: EventStore) => {
  const stores = { store: memoryProjectionStore(), archive: memoryArchive(), eventStore };
  const follower: Follower = { followed: undefined };
  return {
    ...stores,
    archiveEvents: (events: readonly StoredEvent[]) => archiveEvents(events, stores),
    /** Makes another close, whatever there is. */
    close: async () => {
      const before = (await closesIn(stores.archive)).at(-1)?.index ?? -1;
      const order = { reason: 'demand', isEnough: ({ index }: { readonly index: number }) => index > before } as const;
      return closeLog('main', { order, follower }, closeOptions(stores));
    },
  };
};

/** Closes until there is one from that index on, as one does who is called again. */
export const closeAtLast = async (firstIndex: number, options: CloseOptions): Promise<number> => {
  const order = { reason: 'demand', isEnough: ({ index }: { readonly index: number }) => index >= firstIndex } as const;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const follower = { followed: undefined };
      return (await closeLog('main', { order, follower }, options)).index;
    } catch (error) {
      if (!(error instanceof TransientFailure) || attempt > 200) throw error;
    }
  }
};

type Stated = Readonly<Record<'accounts' | 'previous', number | null>> & {
  readonly index: number;
  readonly heads: string;
  readonly closedAt: string;
  readonly currencies: readonly { readonly currency: string; readonly debits: string; readonly credits: string }[];
};

/** The closes among the archived lines. */
export const closesIn = async (archive: Archive): Promise<readonly Stated[]> =>
  (await archivedLines(archive)).flatMap((line, index) => {
    const { close } = JSON.parse(line) as { readonly close?: Stated };
    return close === undefined ? [] : [{ ...close, index }];
  });

/**
 * The lines of heads after some lines of the log, counted as a reader of the contract would: each account as its
 * highest version tells. Fails the test where a version up to that is not among the lines.
 */
export const countedHeads = (lines: readonly string[], texts: ReadonlyMap<string, string>): readonly string[] => {
  const versions = new Map<string, Map<number, Record<string, unknown>>>();
  for (const { factId, hash, data, textHash } of lines.map((line) => JSON.parse(line))) {
    if (factId === undefined) continue;
    const at = String(factId).lastIndexOf('@');
    const text = data === undefined ? (texts.get(textHash) ?? '') : canonicalJson(data);
    const place = { streamId: String(factId).slice(0, at) as StreamId, version: Number(String(factId).slice(at + 1)) };
    const { fact } = deliveredFact({ ...place, hash, text });
    for (const { effect } of effectsOf(fact)) {
      const ofAccount = versions.get(effect.accountId) ?? new Map<number, Record<string, unknown>>();
      versions.set(effect.accountId, ofAccount);
      const link = linkHash(sha256, sha256(text), effect.accountId, effect.version);
      ofAccount.set(effect.version, { ...fact, ...effect, hash: link });
    }
  }
  return [...versions].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, ofAccount]) => headCounted(ofAccount));
};

const headCounted = (versions: ReadonlyMap<number, Record<string, unknown>>): string => {
  const newest = Math.max(...versions.keys());
  if (versions.size !== newest) throw new Error(`Of ${newest} versions ${versions.size} are before the close`);
  const named = versions.get(1)?.['name'];
  let status: unknown;
  for (let version = 1; version <= newest; version += 1) status = versions.get(version)?.['status'] ?? status;
  const { accountId, accountType, currency, debits, credits, hash, ...rest } = versions.get(newest) ?? {};
  const none = currency === 'JPY' ? '0' : '0.00';
  const { heldDebits = none, heldCredits = none } = rest;
  return canonicalJson({
    ...{ accountId, name: named, type: accountType, currency, status, version: newest, hash },
    ...{ debits, credits, heldDebits, heldCredits },
  });
};

/** Fails the test where a close does not state what all before it makes, or its heads are not kept as they are. */
export const requireTrueCloses = async (archive: Archive): Promise<number> => {
  const lines = await archivedLines(archive);
  const texts = new Map<string, string>();
  for (const name of await archive.list('texts/main/', undefined, 1_000))
    texts.set(name.slice('texts/main/'.length, -'.json'.length), (await archive.read(name)) ?? '');
  const closes = await closesIn(archive);
  let previous: Stated | undefined;
  for (const close of closes) {
    const heads = countedHeads(lines.slice(0, close.index), texts);
    const root = referenceRoot(heads.map((line) => referenceLeafHash(Buffer.from(line))));
    const kept = await archive.read(`log/main/heads/${close.index}`);
    if (kept !== heads.map((line) => `${line}\n`).join('')) throw new Error(`Other heads are kept at ${close.index}`);
    if (close.heads !== root || close.accounts !== heads.length) throw new Error(`A false close at ${close.index}`);
    if (close.previous !== (previous?.index ?? null)) throw new Error(`The close at ${close.index} skips one`);
    if (previous !== undefined && close.closedAt <= previous.closedAt) throw new Error('Time goes back');
    if (close.currencies.some(({ debits, credits }) => debits !== credits))
      throw new Error('Books that do not balance');
    previous = close;
  }
  return closes.length;
};
