import type { JsonObject } from '../../shared/json.ts';
import { isJsonObject, jsonObjectIn } from '../close/json-object.ts';

/** A fact as a line of a log has it: its text as `data`, or apart from it under its hash. */
export type LoggedFact = { readonly factId: string; readonly hash: string } & (
  | { readonly data: JsonObject }
  | { readonly textHash: string }
);

/** What a close says of all accounts, as far as it is checked here. */
export type LoggedClose = { readonly accounts: number; readonly heads: string };

/**
 * A line of a ledger's log, read. Lines of other kinds than these are no facts, and nothing is known of them. Undefined
 * for what is no line of a log.
 */
export type LogLine = {
  readonly sequence: number;
  /** When what it tells was recorded, where it says so. */
  readonly at?: string;
} & (
  | { readonly kind: 'fact'; readonly fact: LoggedFact }
  | { readonly kind: 'close'; readonly close: LoggedClose }
  | { readonly kind: 'other' }
);

export const readLogLine = (line: string): LogLine | undefined => {
  const fields = jsonObjectIn(line) ?? {};
  const { sequence } = fields;
  if (typeof sequence !== 'number') return undefined;
  const place = { sequence, ...momentIn(fields) };
  const fact = factIn(fields);
  if (fact !== undefined) return { ...place, kind: 'fact', fact };
  const close = closeIn(fields);
  return close === undefined ? { ...place, kind: 'other' } : { ...place, kind: 'close', close };
};

const momentIn = ({ when, data, close }: JsonObject): { readonly at?: string } => {
  const said = [
    when,
    isJsonObject(data) ? data['recordedAt'] : undefined,
    isJsonObject(close) ? close['closedAt'] : undefined,
  ];
  const at = said.find((moment) => typeof moment === 'string');
  return at === undefined ? {} : { at };
};

const factIn = ({ factId, hash, data, textHash }: JsonObject): LoggedFact | undefined => {
  if (typeof factId !== 'string' || typeof hash !== 'string') return undefined;
  if (isJsonObject(data)) return { factId, hash, data };
  return typeof textHash === 'string' ? { factId, hash, textHash } : undefined;
};

const closeIn = ({ close }: JsonObject): LoggedClose | undefined => {
  if (!isJsonObject(close)) return undefined;
  const { accounts, heads } = close;
  return typeof accounts === 'number' && typeof heads === 'string' ? { accounts, heads } : undefined;
};
