import type { Fact } from '../facts/fact.ts';
import type { JournalEntryPosted } from '../facts/journal-entry-posted.ts';
import type { Digest } from '../ports/digest.ts';
import { effectsOf } from '../projections/account-effects.ts';
import type { DeliveredFact } from '../projections/projection.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { streamIdOf } from '../shared/stream-id.ts';
import { type Millionths, millionthsOf } from './exact-amount.ts';
import type { FindingCode } from './finding.ts';
import { linkHash } from './hash-chain.ts';
import { totalsAround } from './movement.ts';

/** What is wrong with a fact by itself, whatever else there is. */
export const faultsOf = (delivered: DeliveredFact, digest: Digest): readonly FindingCode[] => {
  const { fact } = delivered;
  const faults: readonly (FindingCode | false)[] = [
    delivered.hash !== storedHashOf(delivered, digest) && 'HashMismatch',
    !isInPlace(delivered) && 'Misplaced',
    effectsOf(fact).some(({ effect }) => totalsAround(fact, effect) === undefined) && 'MalformedAmount',
    ...(fact.type === 'JournalEntryPosted' ? faultsOfEntry(fact) : []),
  ];
  return [...new Set(faults.filter((fault) => fault !== false))].sort();
};

// An account's own event carries the link of its chain; every other fact carries its own hash.
const storedHashOf = ({ fact, text }: DeliveredFact, digest: Digest): string =>
  'accountId' in fact && 'version' in fact
    ? linkHash(digest, digest(text), fact.accountId, fact.version)
    : digest(text);

const isInPlace = ({ fact, streamId, version }: DeliveredFact): boolean => {
  const { id, versionSaid } = placeOf(fact);
  return streamId === id && (versionSaid === undefined || versionSaid === version);
};

const placeOf = (fact: Fact): { readonly id: string; readonly versionSaid?: number } => {
  const { ledger } = fact;
  switch (fact.type) {
    case 'JournalEntryPosted':
      return { id: streamIdOf(ledger, 'entry', fact.entryId), versionSaid: 0 };
    case 'HoldAuthorized':
      return { id: streamIdOf(ledger, 'hold', fact.holdId), versionSaid: 0 };
    case 'HoldCaptured':
    case 'HoldVoided':
    case 'HoldExpired':
      return { id: streamIdOf(ledger, 'hold', fact.holdId) };
    case 'RequestRejected':
      return { id: streamIdOf(ledger, 'rejection', fact.rejectionId), versionSaid: 0 };
    case 'LogKeysChanged':
      return { id: streamIdOf(ledger, 'keys', 'log') };
    case 'SealedValueOpened':
    case 'SubjectErased':
      return { id: streamIdOf(ledger, 'subjectKey', fact.keyId) };
    case 'RiskAlertResolved':
      return { id: streamIdOf(ledger, 'resolution', fact.alertId) };
    case 'RiskDecided':
      return { id: streamIdOf(ledger, 'risk', fact.decisionId), versionSaid: 0 };
    case 'AccountOpened':
    case 'AccountFrozen':
    case 'AccountUnfrozen':
    case 'AccountClosed':
    case 'AccountLimitsChanged':
      return { id: streamIdOf(ledger, 'account', fact.accountId), versionSaid: fact.version };
    default:
      return { id: streamIdOf(ledger, 'transfer', fact.transferId) };
  }
};

const faultsOfEntry = ({ postings }: JournalEntryPosted): readonly FindingCode[] => {
  const debitsLessCredits = new Map<string, Millionths>();
  const effects = new Map<string, string>();
  const faults = new Set<FindingCode>();
  for (const { side, amount, ...effect } of postings) {
    const moved = millionthsOf(amount);
    if (moved === undefined || moved <= 0n) faults.add('MalformedAmount');
    const { currency, accountId } = effect;
    const signed = side === 'debit' ? (moved ?? 0n) : -(moved ?? 0n);
    debitsLessCredits.set(currency, (debitsLessCredits.get(currency) ?? 0n) + signed);
    const text = canonicalJson(effect);
    if ((effects.get(accountId) ?? text) !== text) faults.add('EffectsDisagree');
    effects.set(accountId, text);
  }
  if ([...debitsLessCredits.values()].some((difference) => difference !== 0n)) faults.add('UnbalancedEntry');
  return [...faults];
};
