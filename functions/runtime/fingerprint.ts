import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { sha256 } from './digest.ts';

/** Enough of a SHA-256 to tell an honest caller's requests apart; events stay within a write unit. */
const charactersOfFingerprint = 22;

/** What tells a replay of a request from another request under the same key: 132 bits over its canonical body. */
export const fingerprintOf = (request: unknown): string =>
  sha256(canonicalJson(request)).slice(0, charactersOfFingerprint);
