import { accountTypes } from '../../accounts/account.ts';
import { parseCurrencyCode } from '../../money/currency.ts';
import { zero } from '../../money/money.ts';
import type { Digest } from '../../ports/digest.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import type { Json, JsonObject } from '../../shared/json.ts';
import { linkHash } from '../hash-chain.ts';
import type { AccountHead } from './account-head.ts';
import { isJsonObject, jsonObjectIn } from './json-object.ts';

/** What an entry of the log makes of an account: one version of it. Its name and status are told by its own facts. */
export type AccountChange = Omit<AccountHead, 'name' | 'status'> & Partial<Pick<AccountHead, 'name' | 'status'>>;

/** The hash of the text that an entry of the log has apart from itself; undefined where it has all in it. */
export const textHashIn = (line: string): string | undefined => {
  const { textHash } = jsonObjectIn(line) ?? {};
  return typeof textHash === 'string' ? textHash : undefined;
};

/**
 * What an entry of the log did to accounts: that of the fact in it, or of the text that it has apart. Throws
 * InvariantViolation for a line that names a fact and has none.
 */
export const changesIn = (line: string, digest: Digest, textApart?: string): readonly AccountChange[] => {
  const { factId, data } = jsonObjectIn(line) ?? {};
  if (factId === undefined) return [];
  const fact = textApart === undefined ? data : jsonObjectIn(textApart);
  if (!isJsonObject(fact)) throw new InvariantViolation(`The entry of ${String(factId)} has no fact`);
  return changesOfFact(fact, () => digest(textApart ?? canonicalJson(fact)), digest);
};

/** What the fact of a text did to accounts. */
export const changesOfText = (text: string, digest: Digest): readonly AccountChange[] => {
  const fact = jsonObjectIn(text);
  if (fact === undefined) throw new InvariantViolation('The text of a fact is no JSON object');
  return changesOfFact(fact, () => digest(text), digest);
};

// Every version of an account is made by the postings of a journal entry, by the effects of a hold's fact, or by the
// account's own fact.
const changesOfFact = (fact: JsonObject, hashOfFact: () => string, digest: Digest): readonly AccountChange[] => {
  const effects = effectsIn(fact);
  if (effects.length === 0) return [];
  const factHash = hashOfFact();
  return effects.map((effect) => changeOf(effect, fact, (id, version) => linkHash(digest, factHash, id, version)));
};

// Several postings on one account carry the same effect.
const effectsIn = (fact: JsonObject): readonly JsonObject[] => {
  const { type, accountId, debits, postings, effects } = fact;
  if (type === 'JournalEntryPosted')
    return [...new Map(objectsIn(postings).map((posting) => [posting['accountId'], posting])).values()];
  if (Array.isArray(effects)) return objectsIn(effects);
  // Only an account's own fact tells its totals.
  return typeof accountId === 'string' && typeof debits === 'string' ? [fact] : [];
};

const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];

const changeOf = (
  effect: JsonObject,
  fact: JsonObject,
  hashOf: (accountId: string, version: number) => string,
): AccountChange => {
  const { accountId, version } = effect;
  const type = accountTypes.find((each) => each === effect['accountType']);
  const currency = parseCurrencyCode(textIn(effect, 'currency'));
  if (typeof accountId !== 'string' || typeof version !== 'number' || type === undefined || currency === undefined)
    throw new InvariantViolation(`A fact of the log says nothing of the account that it changed: ${fact['type']}`);
  const none = zero(currency).amount;
  return {
    ...{ accountId, version, type, currency, hash: hashOf(accountId, version) },
    debits: textIn(effect, 'debits'),
    credits: textIn(effect, 'credits'),
    heldDebits: textIn(effect, 'heldDebits') || none,
    heldCredits: textIn(effect, 'heldCredits') || none,
    ...ownOf(effect),
  };
};

// Only an account's own fact has them beside its totals.
const ownOf = ({ name, status }: JsonObject): Partial<Pick<AccountHead, 'name' | 'status'>> => ({
  ...(typeof name === 'string' ? { name } : {}),
  ...(status === 'open' || status === 'frozen' || status === 'closed' ? { status } : {}),
});

const textIn = (fields: JsonObject, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
