import { canonicalJson } from '../../shared/canonical-json.ts';
import { type Instant, parseInstant } from '../../shared/instant.ts';
import type { Json, JsonObject } from '../../shared/json.ts';
import { isJsonObject, jsonObjectIn } from './json-object.ts';

/** Posted totals over all accounts of a currency, as decimal text: they are equal, or the books do not balance. */
export type CurrencyTotals = { readonly currency: string; readonly debits: string; readonly credits: string };

/**
 * What an entry of the log says of all accounts as of all entries before it: the root over their heads, and a trial
 * balance.
 */
export type Close = {
  readonly ledger: string;
  /** How many accounts there were. */
  readonly accounts: number;
  /** Rises from close to close. */
  readonly closedAt: Instant;
  readonly currencies: readonly CurrencyTotals[];
  /** The RFC 6962 root over the lines of the heads, SHA-256 in hexadecimal. */
  readonly heads: string;
  /** The index in the log, from 0, of the close before it; null for the first. */
  readonly previous: number | null;
  readonly reason: 'schedule' | 'demand';
};

/** The line of the log that a close is, without its line break. Its index in the log is its sequence less 1. */
export const closeLine = (sequence: number, close: Close): string => canonicalJson({ close, sequence });

/** A close with its place, from 1; undefined for a line that is not one that `closeLine` writes. */
export const closeInLine = (line: string): { readonly sequence: number; readonly close: Close } | undefined => {
  // Most lines are no closes, and need not be parsed to be told apart.
  if (!line.startsWith('{"close":{')) return undefined;
  const { sequence, close } = jsonObjectIn(line) ?? {};
  if (typeof sequence !== 'number' || !isJsonObject(close)) return undefined;
  const read = closeIn(close);
  return read !== undefined && closeLine(sequence, read) === line ? { sequence, close: read } : undefined;
};

const closeIn = (fields: JsonObject): Close | undefined => {
  const { ledger, accounts, heads, previous, reason } = fields;
  const closedAt = typeof fields['closedAt'] === 'string' ? parseInstant(fields['closedAt']) : undefined;
  const currencies = currenciesIn(fields['currencies']);
  if (typeof ledger !== 'string' || typeof accounts !== 'number' || typeof heads !== 'string') return undefined;
  if (closedAt === undefined || currencies === undefined) return undefined;
  if (previous !== null && typeof previous !== 'number') return undefined;
  if (reason !== 'schedule' && reason !== 'demand') return undefined;
  return { ledger, accounts, closedAt, currencies, heads, previous, reason };
};

const currenciesIn = (value: Json | undefined): readonly CurrencyTotals[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const totals: CurrencyTotals[] = [];
  for (const each of value as readonly Json[]) {
    const { currency, debits, credits } = isJsonObject(each) ? each : {};
    if (typeof currency !== 'string' || typeof debits !== 'string' || typeof credits !== 'string') return undefined;
    totals.push({ currency, debits, credits });
  }
  return totals;
};
