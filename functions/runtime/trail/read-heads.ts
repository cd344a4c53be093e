import { headLinesIn } from '../../../domain/audit/close/account-head.ts';
import { headsName } from '../../../domain/audit/close/close-place.ts';
import { bytesOf, hexOf } from '../../../domain/audit/log/bytes.ts';
import { leafHashOf } from '../../../domain/audit/log/tree-hash.ts';
import { type LeafPaths, leafPaths } from '../../../domain/audit/trail/leaf-paths.ts';
import { type CountedHead, countedHeadIn } from '../../../domain/audit/trail/shown-account.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { TrailClose } from './find-closes.ts';
import type { TrailArchive } from './sealed-log.ts';

/** The heads of all accounts at a close. */
export type Heads = {
  readonly text: string;
  /** In the order of the accounts' ids. */
  readonly lines: readonly string[];
  readonly paths: LeafPaths;
  readonly accounts: readonly CountedHead[];
};

/** Reads what a close states the root of. Throws InvariantViolation where it is gone or is not that. */
export const readHeads = async (
  archive: TrailArchive,
  ledger: string,
  { close, digest }: { readonly close: TrailClose; readonly digest: BytesDigest },
): Promise<Heads> => {
  const name = headsName(ledger, close.index);
  const text = await archive.read(name);
  if (text === undefined) throw new InvariantViolation(`${name} was stated and is not there`);
  const lines = headLinesIn(text);
  const paths = leafPaths(
    digest,
    lines.map((line) => leafHashOf(digest, bytesOf(line))),
  );
  if (hexOf(paths.root) !== close.heads || lines.length !== close.accounts)
    throw new InvariantViolation(`${name} is not what the close at ${close.index} states`);
  return { text, lines, paths, accounts: lines.map(countedHeadIn) };
};
