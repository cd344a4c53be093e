import type { Digest } from '../ports/digest.ts';

/**
 * The link that a fact adds to the chain of an account it touches: SHA-256 over the fact's own hash, the account and
 * its version. The fact's text names the account's previous link, so each link covers all before it, and whoever has
 * the facts can make the chain again without the account's stream.
 */
export const linkHash = (digest: Digest, factHash: string, accountId: string, version: number): string =>
  digest(`${factHash}|${accountId}|${version}`);

/** What the chain begins with. */
export const noPreviousHash = '';
