import type { RowKey } from '../ports/projection-store.ts';
import type { FoldStep, Rows } from '../projections/projection.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { type FindingCode, type FindingRow, findingsOf, type GapRow, gapsOf, versionText } from './finding.ts';
import { noPreviousHash } from './hash-chain.ts';
import { noTotals, type TotalsAround } from './movement.ts';

/** What one fact says of one version of a chain. */
export type Claim = {
  readonly factId: string;
  readonly recordedAt: string;
  readonly previousHash: string;
  /** Computed from the fact's text, never taken from what came beside it. */
  readonly hash: string;
  /** Of an account's chain only. */
  readonly totals?: TotalsAround;
};

/** A chain of hashes that starts with nothing: an account's, or that of a hold or a transfer. */
export type Chain = {
  readonly ledger: string;
  /** `account <id>`, `hold <id>` or `transfer <id>`. */
  readonly subject: string;
  readonly partition: string;
  readonly firstVersion: number;
};

/**
 * Where two versions of a chain meet: all that was claimed of a version, and of the one before it, by fact and hash.
 * More than one claim of a version is a finding, and none of them is preferred.
 *
 * A claim is written at both of its ends, so whoever writes one version and whoever writes the next write the same
 * row, and of two at once one sees the other. Were each only read by the other, both could miss it.
 */
type JointRow = {
  readonly before: Readonly<Record<string, Ending>>;
  readonly at: Readonly<Record<string, Beginning>>;
};

/** What a claim leaves behind. Its fact and its hash are its name in the row, which stays below a kilobyte that way. */
type Ending = { readonly totals?: string };

/** What a claim continues. */
type Beginning = Pick<Claim, 'recordedAt' | 'previousHash'> & { readonly totals?: string };

const nameOf = ({ factId, hash }: Pick<Claim, 'factId' | 'hash'>): string => `${factId} ${hash}`;

const factIdIn = (name: string): string => name.slice(0, name.lastIndexOf(' '));

/**
 * Adds a claim to a version of a chain and looks again at both of its ends. Findings are made anew from all the
 * claims that meet there, whichever came first, so no order of facts changes them.
 */
export const claimLink = (chain: Chain, version: number, claim: Claim): FoldStep => {
  const ends = [jointAt(chain, version), jointAt(chain, version + 1)] as const;
  const name = nameOf(claim);
  const { recordedAt, previousHash, totals } = claim;
  const beginning: Beginning = { recordedAt, previousHash, ...(totals === undefined ? {} : { totals: totals.before }) };
  const ending: Ending = totals === undefined ? {} : { totals: totals.after };
  return {
    reads: ends.flatMap(({ joint, finding, gap }) => [joint, finding, gap]),
    apply: (rows) => {
      const [first, second] = ends.map(({ joint }) => (rows.get(joint) as JointRow | undefined) ?? unseen);
      if (first === undefined || second === undefined || first.at[name] !== undefined) return;
      lookAt(rows, ends[0], { ...first, at: { ...first.at, [name]: beginning } });
      lookAt(rows, ends[1], { ...second, before: { ...second.before, [name]: ending } });
    },
  };
};

const unseen: JointRow = { before: {}, at: {} };

type Joint = {
  readonly chain: Chain;
  readonly version: number;
  readonly joint: RowKey;
  readonly finding: RowKey;
  readonly gap: RowKey;
};

const jointAt = (chain: Chain, version: number): Joint => {
  const sort = `${chain.subject} ${versionText(version)}`;
  return {
    chain,
    version,
    joint: { partition: chain.partition, sort: versionText(version) },
    finding: { partition: findingsOf(chain.ledger), sort },
    gap: { partition: gapsOf(chain.ledger), sort },
  };
};

const lookAt = (rows: Rows, { chain, version, ...keys }: Joint, row: JointRow): void => {
  rows.put(keys.joint, row);
  const { subject } = chain;
  const isFirst = version === chain.firstVersion;
  const later = Object.values(row.at);
  const isGap = !isFirst && Object.keys(row.before).length === 0 && later.length > 0;
  const since = later.map(({ recordedAt }) => recordedAt).sort()[0] ?? '';
  keep<GapRow>(rows, keys.gap, isGap ? { subject, version: version - 1, since } : undefined);
  const codes: readonly FindingCode[] = [
    ...(later.length > 1 ? ['VersionContested' as const] : []),
    ...(isGap ? [] : breaksBetween(isFirst ? fromNothing : row.before, later)),
  ];
  const factIds = [...new Set([...Object.keys(row.before), ...Object.keys(row.at)].map(factIdIn))].sort();
  keep<FindingRow>(rows, keys.finding, codes.length === 0 ? undefined : { subject, version, codes, factIds });
};

const fromNothing: JointRow['before'] = { [nameOf({ factId: '', hash: noPreviousHash })]: { totals: noTotals } };

const breaksBetween = (before: JointRow['before'], later: readonly Beginning[]): readonly FindingCode[] => {
  const hashes = new Set(Object.keys(before).map((name) => name.slice(factIdIn(name).length + 1)));
  const ends = Object.values(before);
  const isChained = later.every(({ previousHash }) => hashes.has(previousHash));
  const isContinued = later.every(
    (claim) => claim.totals === undefined || ends.some(({ totals }) => totals === claim.totals),
  );
  return [...(isChained ? [] : ['ChainBroken' as const]), ...(isContinued ? [] : ['TotalsBroken' as const])];
};

// A row that is right already is left alone, or every fact would write its neighbours' rows too.
const keep = <Body extends FindingRow | GapRow>(rows: Rows, key: RowKey, body: Body | undefined): void => {
  const before = rows.get(key);
  if (body === undefined) {
    if (before !== undefined) rows.remove(key);
  } else if (before === undefined || canonicalJson(before) !== canonicalJson(body)) rows.put(key, body);
};
