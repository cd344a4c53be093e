import type { AccountFrozen } from '../../domain/facts/account-facts.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { factIdOf, streamIdOf } from '../../domain/shared/stream-id.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import type { Arrival } from '../../functions/runtime/process-facts.ts';
import { relayedAt } from './kinesis-event.ts';
import { accountId } from './test-ledger.ts';

/** A small fact, for consumers that do not look at what it says: the account `number` was frozen, of its `version`. */
export const frozen = (number: number, version = 2): AccountFrozen => ({
  ledger: 'main',
  actor: 'test',
  recordedAt: relayedAt,
  type: 'AccountFrozen',
  schemaVersion: 2,
  stripes: 1,
  status: 'frozen',
  floor: null,
  accountId: accountId(`a${number}`),
  accountType: 'asset',
  currency: 'USD',
  version,
  previousHash: 'before',
  debits: '0.00',
  credits: '0.00',
});

/** A fact of an account's life as it arrives at a consumer. */
export const arrivalOf = (fact: AccountFrozen): Arrival => {
  const streamId = streamIdOf(fact.ledger, 'account', fact.accountId);
  const text = canonicalJson(fact);
  const { version } = fact;
  const hash = sha256(text);
  return { delivered: { factId: factIdOf(streamId, version), streamId, version, hash, text, fact }, relayedAt };
};
