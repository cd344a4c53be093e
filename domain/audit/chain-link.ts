import type { RowKey } from '../ports/projection-store.ts';
import type { FoldStep, Rows } from '../projections/projection.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { JsonObject } from '../shared/json.ts';
import {
  type Beginning,
  type Begins,
  type Chain,
  type ChainPage,
  type Claim,
  type Ends,
  endsBefore,
  factIdIn,
  hashIn,
  nameOf,
  pageIn,
  pageKey,
  pageOf,
  shortTotals,
  storedPage,
} from './chain-page.ts';
import { type FindingCode, type FindingRow, findingsOf, type GapRow, gapsOf, versionText } from './finding.ts';

/**
 * Adds a claim to a version of a chain and looks again at where it meets the versions before and after it. Findings
 * are made anew from all the claims that meet there, whichever came first, so no order of facts changes them. More than
 * one claim of a version is a finding, and none of them is preferred.
 */
export const claimLink = (chain: Chain, version: number, claim: Claim): FoldStep => {
  const here = pageOf(version);
  const there = pageOf(version + 1);
  const pages = here === there ? [here] : [here, there];
  return {
    reads: pages.map((page) => pageKey(chain, page)),
    within: [findingsOf(chain.ledger), gapsOf(chain.ledger)],
    apply: (rows) => {
      const was = new Map(pages.map((page) => [page, pageIn(chain, rows.get(pageKey(chain, page)))]));
      const is = withClaim(was, { version, claim });
      if (is === undefined) return;
      for (const [page, body] of is) rows.put(pageKey(chain, page), storedPage(chain, body));
      for (const joint of [version, version + 1]) {
        const [before, after] = [was, is].map((pagesThen) => madeOf(chain, joint, pagesThen.get(pageOf(joint))));
        keep(rows, gapKey(chain, joint), { was: before?.gap, is: after?.gap });
        keep(rows, findingKey(chain, joint), { was: before?.finding, is: after?.finding });
      }
    },
  };
};

type Pages = ReadonlyMap<number, ChainPage>;

/** Undefined where the claim was there already. */
const withClaim = (
  pages: Pages,
  { version, claim }: { readonly version: number; readonly claim: Claim },
): Pages | undefined => {
  const { recordedAt, previousHash, totals } = claim;
  const name = nameOf(claim);
  const ending = totals === undefined ? {} : { after: shortTotals(totals.after) };
  const beginning: Beginning = {
    recordedAt,
    previousHash,
    ...(totals === undefined ? {} : { before: shortTotals(totals.before) }),
    ...ending,
  };
  const here = pageOf(version);
  if (pages.get(here)?.at[version]?.[name] !== undefined) return undefined;
  return new Map(
    [...pages].map(([page, { ends, at }]) => [
      page,
      page === here
        ? { ends, at: { ...at, [version]: { ...at[version], [name]: beginning } } }
        : { ends: { ...ends, [name]: ending }, at },
    ]),
  );
};

type Made = { readonly gap: GapRow | undefined; readonly finding: FindingRow | undefined };

// What was made of a page before tells which rows there are to change, so these are read only where there are some.
const madeOf = (chain: Chain, version: number, page: ChainPage | undefined): Made => {
  const nothing: Made = { gap: undefined, finding: undefined };
  const begins = page?.at[version];
  if (page === undefined || begins === undefined) return nothing;
  const { subject } = chain;
  const ends = endsBefore(chain, page, version);
  const later = Object.values(begins);
  const isGap = Object.keys(ends).length === 0;
  const since = later.map(({ recordedAt }) => recordedAt).sort()[0] ?? '';
  const codes: readonly FindingCode[] = [
    ...(later.length > 1 ? ['VersionContested' as const] : []),
    ...(isGap ? [] : breaksBetween(ends, begins)),
  ];
  // What a chain begins with is no fact.
  const factIds = [...new Set([...Object.keys(ends), ...Object.keys(begins)].map(factIdIn))]
    .filter((id) => id !== '')
    .sort();
  return {
    gap: isGap ? { subject, version: version - 1, since } : undefined,
    finding: codes.length === 0 ? undefined : { subject, version, codes, factIds },
  };
};

const breaksBetween = (ends: Ends, begins: Begins): readonly FindingCode[] => {
  const hashes = new Set(Object.keys(ends).map(hashIn));
  const later = Object.values(begins);
  const isChained = later.every(({ previousHash }) => hashes.has(previousHash));
  const isContinued = later.every(
    ({ before }) => before === undefined || Object.values(ends).some(({ after }) => after === before),
  );
  return [...(isChained ? [] : ['ChainBroken' as const]), ...(isContinued ? [] : ['TotalsBroken' as const])];
};

const gapKey = ({ ledger, subject }: Chain, version: number): RowKey => ({
  partition: gapsOf(ledger),
  sort: `${subject} ${versionText(version)}`,
});

const findingKey = ({ ledger, subject }: Chain, version: number): RowKey => ({
  partition: findingsOf(ledger),
  sort: `${subject} ${versionText(version)}`,
});

// A row that is right already is left alone, or every fact would write its neighbours' rows too.
const keep = (
  rows: Rows,
  key: RowKey,
  { was, is }: { readonly was: JsonObject | undefined; readonly is: JsonObject | undefined },
): void => {
  if (is === undefined) {
    if (was !== undefined) rows.remove(key);
  } else if (was === undefined || canonicalJson(was) !== canonicalJson(is)) rows.put(key, is);
};
