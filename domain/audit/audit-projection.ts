import type { Fact } from '../facts/fact.ts';
import type { Digest } from '../ports/digest.ts';
import type { RowKey } from '../ports/projection-store.ts';
import { effectsOf } from '../projections/account-effects.ts';
import type { DeliveredFact, FoldStep, Projection } from '../projections/projection.ts';
import { claimLink } from './chain-link.ts';
import type { Chain } from './chain-page.ts';
import { faultsOf } from './fact-faults.ts';
import { type FindingRow, findingsOf } from './finding.ts';
import { linkHash } from './hash-chain.ts';
import { totalsAround } from './movement.ts';

/**
 * Checks facts against themselves and against each other: that entries balance, that every hash is that of its text,
 * that each account's versions, hashes and totals continue, and each hold's and transfer's hashes. It recomputes what
 * it compares, and it keeps the links, so that a fact is checked against its neighbours whichever of them comes
 * first.
 */
export const auditProjection =
  (digest: Digest): Projection =>
  (delivered) => [
    ...ownFaults(delivered, digest),
    ...accountLinks(delivered, digest),
    ...streamLink(delivered, digest),
  ];

const ownFaults = (delivered: DeliveredFact, digest: Digest): readonly FoldStep[] => {
  const codes = faultsOf(delivered, digest);
  if (codes.length === 0) return [];
  const { factId, version, fact, text, hash } = delivered;
  const key: RowKey = { partition: findingsOf(fact.ledger), sort: `fact ${factId} ${digest(`${hash}|${text}`)}` };
  const finding: FindingRow = { subject: `fact ${factId}`, version, codes, factIds: [factId] };
  return [{ reads: [key], apply: (rows) => (rows.get(key) === undefined ? rows.put(key, finding) : undefined) }];
};

const accountLinks = ({ fact, factId, text }: DeliveredFact, digest: Digest): readonly FoldStep[] =>
  effectsOf(fact).map(({ effect }) => {
    const { accountId, version, previousHash } = effect;
    const hash = linkHash(digest, digest(text), accountId, version);
    const totals = totalsAround(fact, effect);
    const said = { factId, recordedAt: fact.recordedAt, previousHash, hash };
    return claimLink(accountChain(fact.ledger, accountId), version, totals === undefined ? said : { ...said, totals });
  });

const streamLink = ({ fact, factId, version, text }: DeliveredFact, digest: Digest): readonly FoldStep[] => {
  const subject = subjectOf(fact);
  if (subject === undefined || !('previousHash' in fact)) return [];
  const { ledger, recordedAt, previousHash } = fact;
  const chain: Chain = { ledger, subject, partition: `${ledger}#chains#${subject}`, firstVersion: 0 };
  return [claimLink(chain, version, { factId, recordedAt, previousHash, hash: digest(text) })];
};

const accountChain = (ledger: string, accountId: string): Chain => ({
  ledger,
  subject: `account ${accountId}`,
  partition: `${ledger}#chains#${accountId}`,
  firstVersion: 1,
});

const subjectOf = (fact: Fact): string | undefined => {
  if ('hold' in fact) return `hold ${fact.holdId}`;
  return 'transfer' in fact ? `transfer ${fact.transferId}` : undefined;
};
