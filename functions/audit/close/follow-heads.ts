import { changesIn, textHashIn } from '../../../domain/audit/close/account-change.ts';
import { headInLine, headLinesIn, headsText } from '../../../domain/audit/close/account-head.ts';
import { closeInLine } from '../../../domain/audit/close/close-line.ts';
import { type CloseRow, closesOf, headsName } from '../../../domain/audit/close/close-place.ts';
import { changedBy, type FoldedAccount, foldedHead } from '../../../domain/audit/close/fold-heads.ts';
import { headsRoot } from '../../../domain/audit/close/heads-root.ts';
import { linesOfSegment, segmentName, textName } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import type { Digest } from '../../../domain/ports/digest.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Instant } from '../../../domain/shared/instant.ts';
import { writeOnce } from '../write-once.ts';
import { headsAt } from './heads-at.ts';
import { logLines } from './log-lines.ts';

export type FollowOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'query'>;
  readonly archive: Pick<Archive, 'create' | 'read' | 'readBytes' | 'list'>;
  readonly textDigest: Digest;
  readonly bytesDigest: BytesDigest;
};

/** How far a log was followed: what its entries up to there, not including `end`, make of the accounts. */
export type FollowedHeads = {
  readonly accounts: Map<string, FoldedAccount>;
  end: number;
  newest: { readonly index: number; readonly closedAt: Instant } | undefined;
};

/** How many closes that are newer than their heads a follower looks behind for some that are kept. */
const closesTriedMaximum = 10;

/**
 * Where to begin: with the heads of the newest close that were kept, or with nothing. Throws InvariantViolation where
 * they are not those that its entry states.
 */
export const beginAtClose = async (ledger: string, options: FollowOptions): Promise<FollowedHeads> => {
  const query = { partition: closesOf(ledger), descending: true, limit: closesTriedMaximum };
  for (const { body } of await options.store.query(query)) {
    const row = body as CloseRow;
    const kept = await options.archive.read(headsName(ledger, row.index));
    if (kept === undefined) continue;
    const lines = headLinesIn(kept);
    await requireStated(ledger, { row, root: headsRoot(options.bytesDigest, lines) }, options.archive);
    const accounts = new Map(lines.map(headInLine).map((head) => [head.accountId, foldedHead(head)]));
    return { accounts, end: row.index + 1, newest: row };
  }
  return { accounts: new Map(), end: 0, newest: undefined };
};

/**
 * Follows a log up to where a segment begins. Where it comes past a close whose heads are not kept, it keeps them: they
 * are what the log makes of the accounts, so whoever does so, at once or after a crash, writes the same. Throws
 * InvariantViolation where a close states other heads than the log has.
 */
export const followTo = async (
  ledger: string,
  { followed, end }: { readonly followed: FollowedHeads; readonly end: number },
  options: FollowOptions,
): Promise<void> => {
  for await (const { lines } of logLines(ledger, { from: followed.end, end }, options))
    for (const line of lines) {
      const stated = closeInLine(line);
      if (stated === undefined) await followFact(ledger, { followed, line }, options);
      else {
        await keepHeads(ledger, { followed, root: stated.close.heads }, options);
        followed.newest = { index: followed.end, closedAt: stated.close.closedAt };
      }
      followed.end += 1;
    }
};

const followFact = async (
  ledger: string,
  { followed, line }: { readonly followed: FollowedHeads; readonly line: string },
  { archive, textDigest }: FollowOptions,
): Promise<void> => {
  const textHash = line.includes('"textHash":') ? textHashIn(line) : undefined;
  const textApart = textHash === undefined ? undefined : await archive.read(textName(ledger, textHash));
  if (textHash !== undefined && textApart === undefined)
    throw new InvariantViolation(`${textName(ledger, textHash)} was archived and is not there`);
  const changed = changedBy(followed.accounts, changesIn(line, textDigest, textApart));
  for (const [accountId, account] of changed) followed.accounts.set(accountId, account);
};

const keepHeads = async (
  ledger: string,
  { followed, root }: { readonly followed: FollowedHeads; readonly root: string },
  { archive, bytesDigest }: FollowOptions,
): Promise<void> => {
  const name = headsName(ledger, followed.end);
  const [kept] = await archive.list(name, undefined, 1);
  if (kept === name) return;
  const { lines } = headsAt(followed.accounts.values());
  if (headsRoot(bytesDigest, lines) !== root)
    throw new InvariantViolation(`The close at ${followed.end} of ${ledger} states other heads than the log has`);
  await writeOnce(name, headsText(lines), { archive });
};

// The row only says where to look; the entry itself counts.
const requireStated = async (
  ledger: string,
  { row, root }: { readonly row: CloseRow; readonly root: string },
  archive: Pick<Archive, 'read'>,
): Promise<void> => {
  const body = await archive.read(segmentName(ledger, row.segment));
  const line = body === undefined ? undefined : linesOfSegment(row.segment, body)[row.index + 1 - row.segment];
  const stated = closeInLine(line ?? '');
  if (stated?.sequence !== row.index + 1 || stated.close.heads !== root)
    throw new InvariantViolation(`The heads that are kept at ${row.index} of ${ledger} are not those of a close there`);
};
