import { hash, randomBytes } from 'node:crypto';

/** What an id is of: entry, hold, transfer, alert, trail, a request that makes nothing with an id, or a refusal. */
export type IdPrefix = 'jen' | 'hld' | 'trf' | 'alr' | 'trl' | 'req' | 'rej';

/** What an id is of that must not derive from anything: the key of a subject. */
export type RandomIdPrefix = 'sbk';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const charactersOfId = 26;

/**
 * An id that the same request always gets: the prefix and 26 characters of Crockford base 32, 130 bits of the SHA-256
 * over ledger, operation and idempotency key.
 */
export const derivedId = (
  prefix: IdPrefix,
  { ledger, operation, key }: { readonly ledger: string; readonly operation: string; readonly key: string },
): string => {
  const bytes = hash('sha256', JSON.stringify([ledger, operation, key]), 'buffer');
  return `${prefix}_${crockfordOf(bytes)}`;
};

/** An id that nothing leads to: the prefix and 26 characters of Crockford base 32, 130 random bits. */
export const randomId = (prefix: RandomIdPrefix): string => `${prefix}_${crockfordOf(randomBytes(32))}`;

const crockfordOf = (bytes: Uint8Array): string => {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5 && text.length < charactersOfId) {
      held -= 5;
      text += crockford[(bits >> held) & 31];
    }
    bits &= (1 << held) - 1;
  }
  return text;
};
