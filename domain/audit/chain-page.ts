import type { RowKey } from '../ports/projection-store.ts';
import type { JsonObject } from '../shared/json.ts';
import { versionText } from './finding.ts';
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

/** What a claim leaves behind, by its fact and hash. */
export type Ends = Readonly<Record<string, { readonly after?: string }>>;

/** What a claim continues and what it leaves behind, by its fact and hash. */
export type Begins = Readonly<Record<string, Beginning>>;

export type Beginning = {
  /** Not kept where the version before it was claimed. */
  readonly recordedAt: string;
  readonly previousHash: string;
  readonly before?: string;
  readonly after?: string;
};

/**
 * All that was claimed of a few versions in a row, and of the one before them: so a claim is written to one row, and to
 * two only where it is the last of its page. Whoever writes a version and whoever writes the next therefore write the
 * same row, and of two at once one sees the other. Were each only read by the other, both could miss it.
 */
export type ChainPage = { readonly ends: Ends; readonly at: Readonly<Record<string, Begins>> };

/** As many as keep an honest account's row below a kilobyte, which is what a write is charged for. */
export const versionsPerPage = 4;

export const emptyPage: ChainPage = { ends: {}, at: {} };

export const pageOf = (version: number): number => Math.floor(version / versionsPerPage);

export const pageKey = ({ partition }: Chain, page: number): RowKey => ({ partition, sort: versionText(page) });

export const nameOf = ({ factId, hash }: Pick<Claim, 'factId' | 'hash'>): string => `${factId} ${hash}`;

export const factIdIn = (name: string): string => name.slice(0, name.lastIndexOf(' '));

export const hashIn = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

/** Totals without the zeros at the end of their decimals, since every version keeps them. */
export const shortTotals = (totals: string): string => totals.replace(/\.?0+(?= |$)/g, '');

/** What was claimed of the version before one; what a chain begins with counts as claimed. */
export const endsBefore = (chain: Chain, page: ChainPage, version: number): Ends => {
  if (version === chain.firstVersion) return fromNothing;
  return version % versionsPerPage === 0 ? page.ends : (page.at[version - 1] ?? {});
};

const fromNothing: Ends = { [nameOf({ factId: '', hash: noPreviousHash })]: { after: shortTotals(noTotals) } };

/** What is stored of a beginning: all of it but what the one claim before it says already. */
type StoredBeginning = {
  readonly recordedAt?: string;
  readonly previousHash?: string;
  /** Null where there are no totals although the claim before it left some. */
  readonly before?: string | null;
  readonly after?: string;
};

type StoredPage = {
  readonly ends: Ends;
  readonly at: Readonly<Record<string, Readonly<Record<string, StoredBeginning>>>>;
};

/**
 * The page as a row. It depends on nothing but which claims are in it, so that their order shows nowhere, and in an
 * honest chain every hash is in it once.
 */
export const storedPage = (chain: Chain, page: ChainPage): JsonObject => {
  const at = eachBeginning(page.at, (version, { recordedAt, previousHash, before, after }): StoredBeginning => {
    const ends = endsBefore(chain, page, version);
    const only = onlyOne(ends);
    return {
      ...(Object.keys(ends).length === 0 ? { recordedAt } : {}),
      ...(only?.hash === previousHash ? {} : { previousHash }),
      ...(only?.after === before ? {} : { before: before ?? null }),
      ...(after === undefined ? {} : { after }),
    };
  });
  return { ends: page.ends, at } satisfies StoredPage;
};

export const pageIn = (chain: Chain, body: JsonObject | undefined): ChainPage => {
  if (body === undefined) return emptyPage;
  const stored = body as StoredPage;
  const at = eachBeginning(stored.at, (version, { recordedAt = '', previousHash, before, after }): Beginning => {
    const only = onlyOne(endsBefore(chain, stored as ChainPage, version));
    const totals = before === undefined ? only?.after : (before ?? undefined);
    return {
      recordedAt,
      previousHash: previousHash ?? only?.hash ?? '',
      ...(totals === undefined ? {} : { before: totals }),
      ...(after === undefined ? {} : { after }),
    };
  });
  return { ends: stored.ends, at };
};

const onlyOne = (ends: Ends): { readonly hash: string; readonly after: string | undefined } | undefined => {
  const [first, second] = Object.entries(ends);
  return first === undefined || second !== undefined ? undefined : { hash: hashIn(first[0]), after: first[1].after };
};

const eachBeginning = <From, To>(
  at: Readonly<Record<string, Readonly<Record<string, From>>>>,
  map: (version: number, from: From) => To,
): Readonly<Record<string, Readonly<Record<string, To>>>> =>
  Object.fromEntries(
    Object.entries(at).map(([version, begins]) => [
      version,
      Object.fromEntries(Object.entries(begins).map(([name, from]) => [name, map(Number(version), from)])),
    ]),
  );
