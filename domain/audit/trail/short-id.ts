import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { bytesOf, hexOf } from '../log/bytes.ts';

const shortCharacters = 32;

/** An account's id where a format takes so many characters: the id itself, or else the beginning of its hash. */
export const shortId = (digest: BytesDigest, accountId: string, charactersMaximum: number): string =>
  accountId.length <= charactersMaximum ? accountId : hashedId(digest, accountId, shortCharacters);

/** The first hex digits of the SHA-256 of an account's id. */
export const hashedId = (digest: BytesDigest, accountId: string, characters: number): string =>
  hexOf(digest(bytesOf(accountId))).slice(0, characters);
