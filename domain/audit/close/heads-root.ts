import { type CurrencyCode, parseCurrencyCode } from '../../money/currency.ts';
import { add, type Money, storedMoney, zero } from '../../money/money.ts';
import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import { bytesOf, hexOf } from '../log/bytes.ts';
import { emptyEdge, extendedEdge, rootOfEdge } from '../log/tree-edge.ts';
import { leafHashOf } from '../log/tree-hash.ts';
import type { AccountHead } from './account-head.ts';
import type { CurrencyTotals } from './close-line.ts';

/** The RFC 6962 root over the lines of heads, in hexadecimal, as a close states it. */
export const headsRoot = (digest: BytesDigest, lines: readonly string[]): string => {
  const hashes = lines.map((line) => leafHashOf(digest, bytesOf(line)));
  return hexOf(rootOfEdge(digest, extendedEdge(digest, emptyEdge, hashes)));
};

/** Posted debits and credits over all accounts, in the order of currencies. */
export const currencyTotals = (heads: Iterable<AccountHead>): readonly CurrencyTotals[] => {
  const totals = new Map<CurrencyCode, { readonly debits: Money; readonly credits: Money }>();
  for (const { accountId, currency, debits, credits } of heads) {
    const code = parseCurrencyCode(currency);
    if (code === undefined) throw new InvariantViolation(`The account ${accountId} is in no currency: ${currency}`);
    const before = totals.get(code) ?? { debits: zero(code), credits: zero(code) };
    totals.set(code, {
      debits: add(before.debits, storedMoney(debits, code)),
      credits: add(before.credits, storedMoney(credits, code)),
    });
  }
  return [...totals]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { debits, credits }]) => ({ currency, debits: debits.amount, credits: credits.amount }));
};
