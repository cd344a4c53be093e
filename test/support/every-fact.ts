import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkHash } from '../../domain/audit/hash-chain.ts';
import type { Fact, FactType } from '../../domain/facts/fact.ts';
import type { DeliveredFact } from '../../domain/projections/projection.ts';
import { type StreamKind, streamIdOf } from '../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../functions/runtime/digest.ts';

const folder = join(import.meta.dirname, '../fixtures/events');

const newestOfEach = (): readonly string[] => {
  const files = readdirSync(folder).sort();
  return [...Map.groupBy(files, (file) => file.split('.')[0]).values()].flatMap((ofType) => ofType.slice(-1));
};

/** The stream that each kind of fact is in, and what its id is called in the fact. */
const streams: readonly (readonly [RegExp, StreamKind, string])[] = [
  [/^Account/, 'account', 'accountId'],
  [/^JournalEntry/, 'entry', 'entryId'],
  [/^Hold/, 'hold', 'holdId'],
  [/^Transfer/, 'transfer', 'transferId'],
  [/^RiskDecided/, 'risk', 'decisionId'],
  [/^RiskAlert/, 'resolution', 'alertId'],
  [/^RequestRejected/, 'rejection', 'rejectionId'],
  [/^(SealedValue|Subject)/, 'subjectKey', 'keyId'],
  [/^LogKeys/, 'keys', ''],
];

const delivered = (text: string): DeliveredFact => {
  const fact = JSON.parse(text);
  const [, kind, idName] = streams.find(([pattern]) => pattern.test(fact.type)) ?? [];
  if (kind === undefined || idName === undefined) throw new Error(`No stream of ${fact.type}`);
  const streamId = streamIdOf(fact.ledger, kind, idName === '' ? 'log' : fact[idName]);
  const [version, hash] =
    kind === 'account'
      ? [fact.version, linkHash(sha256, sha256(text), fact.accountId, fact.version)]
      : [0, sha256(text)];
  return deliveredFact({ streamId, version, text, hash });
};

/** One fact of every type, as it is delivered first in its stream. */
export const everyFact: readonly DeliveredFact[] = newestOfEach().map((file) =>
  delivered(readFileSync(join(folder, file), 'utf8')),
);

/** The fact of that type. */
export const factOf = <Type extends FactType>(type: Type): Fact & { readonly type: Type } => {
  const found = everyFact.find(({ fact }) => fact.type === type);
  if (found === undefined) throw new Error(`No ${type}`);
  return found.fact as Fact & { readonly type: Type };
};
