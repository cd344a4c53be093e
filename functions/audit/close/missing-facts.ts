import { changesOfText } from '../../../domain/audit/close/account-change.ts';
import { changedBy, type FoldedAccount, missingVersion } from '../../../domain/audit/close/fold-heads.ts';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { ArchivableFact } from '../../../domain/audit/sequence.ts';
import type { Digest } from '../../../domain/ports/digest.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { deliveredFact } from '../../facts/delivered-fact.ts';
import { factOfVersion } from '../../runtime/fact-of-version.ts';

export type MissingOptions = { readonly eventStore: Pick<EventStore, 'read'>; readonly textDigest: Digest };

export type Missing = {
  readonly facts: readonly ArchivableFact[];
  /** The accounts that the facts change, as they are with them. */
  readonly changed: ReadonlyMap<string, FoldedAccount>;
  /** Whether more is missing than was asked for. */
  readonly isMore: boolean;
};

/**
 * The facts of the versions that are missing where later ones have come, from the event store; at most `limit`. A fact
 * that is found may itself have come ahead of others on another account, and then these are missing too. Throws
 * InvariantViolation where the event store does not have what is missing.
 */
export const missingFacts = async (
  ledger: string,
  { accounts, limit }: { readonly accounts: ReadonlyMap<string, FoldedAccount>; readonly limit: number },
  { eventStore, textDigest }: MissingOptions,
): Promise<Missing> => {
  const changed = new Map<string, FoldedAccount>();
  const now = { get: (accountId: string) => changed.get(accountId) ?? accounts.get(accountId) };
  const waiting = [...accounts.values()].filter(({ ahead }) => ahead.size > 0).map(({ accountId }) => accountId);
  const facts: ArchivableFact[] = [];
  for (let accountId = waiting.pop(); accountId !== undefined; accountId = waiting.pop()) {
    const account = now.get(accountId);
    const version = account === undefined ? undefined : missingVersion(account);
    if (version === undefined) continue;
    if (facts.length === limit) return { facts, changed, isMore: true };
    const delivered = deliveredFact(await factOfVersion(eventStore, { ledger, accountId, version }));
    facts.push({ ...delivered, particulars: particularsOf(delivered.fact) });
    for (const [id, after] of changedBy(now, changesOfText(delivered.text, textDigest))) {
      changed.set(id, after);
      waiting.push(id);
    }
  }
  return { facts, changed, isMore: false };
};
