import { isJsonObject, jsonObjectIn } from '../../../domain/audit/close/json-object.ts';
import { bytesOf, hexOf } from '../../../domain/audit/log/bytes.ts';
import { textName } from '../../../domain/audit/sequence.ts';
import type { Fact } from '../../../domain/facts/fact.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { parseFact } from '../../facts/parse-fact.ts';
import type { TrailArchive } from './sealed-log.ts';
import type { LogEntry } from './trail-entries.ts';

/** What an entry of the log holds: a fact, with its text where that is kept apart, or something else. */
export type Told = {
  readonly fact: Fact | undefined;
  /** The text that is not in the entry, and its SHA-256 in hex. */
  readonly apart?: { readonly name: string; readonly text: string };
};

export type FactOptions = { readonly archive: TrailArchive; readonly ledger: string; readonly digest: BytesDigest };

/**
 * Reads the fact of an entry. `isWanted` chooses by the type, because most of the work is in reading a fact. Throws
 * PermanentFailure for a fact of newer code, and InvariantViolation where a text is gone or is another.
 */
export const toldBy = async (
  { index, line }: LogEntry,
  isWanted: (type: string) => boolean,
  options: FactOptions,
): Promise<Told> => {
  const entry = jsonObjectIn(line) ?? {};
  const { what, data, textHash } = entry;
  if (typeof textHash === 'string') {
    const apart = await textApart(textHash, { index, ...options });
    return { fact: factIn(jsonObjectIn(apart.text), isWanted), apart };
  }
  if (typeof what === 'string' && !isWanted(what)) return { fact: undefined };
  return { fact: factIn(isJsonObject(data) ? data : undefined, isWanted) };
};

const factIn = (data: JsonObject | undefined, isWanted: (type: string) => boolean): Fact | undefined => {
  const { type, schemaVersion } = data ?? {};
  if (typeof type !== 'string' || typeof schemaVersion !== 'number' || !isWanted(type)) return undefined;
  return parseFact(type, schemaVersion, data);
};

const textApart = async (
  textHash: string,
  { index, archive, ledger, digest }: FactOptions & { readonly index: number },
): Promise<{ readonly name: string; readonly text: string }> => {
  const text = await archive.read(textName(ledger, textHash));
  const hash = text === undefined ? undefined : digest(bytesOf(text));
  if (text === undefined || hash === undefined || Buffer.from(hash).toString('base64url') !== textHash)
    throw new InvariantViolation(`The text of entry ${index} is gone, or is not the one that the entry names`);
  return { name: hexOf(hash), text };
};
