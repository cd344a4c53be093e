import { headsName } from '../../domain/audit/close/close-place.ts';
import { headsRoot } from '../../domain/audit/close/heads-root.ts';
import type { Survey } from '../../domain/audit/restore/surveyed-place.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import type { LogCheck } from './log-check.ts';

/** Whether the accounts of a table were, at a ledger's newest close, what the close says of them. */
export type HeadsCheck = {
  readonly ledger: string;
  readonly index: number;
  readonly accounts: number;
  /** Whether the lines of heads that were kept are those whose root the close states. */
  readonly isKept: boolean;
  /** Accounts whose event at the version of their head is missing or has another hash. */
  readonly differing: readonly string[];
};

type Head = { readonly accountId: string; readonly version: number; readonly hash: string };

/** Compares a table with the heads of a close; undefined where the log has no close. */
export const checkHeads = async (
  { ledger, close }: LogCheck,
  { streams }: Survey,
  archive: Pick<Archive, 'read'>,
): Promise<HeadsCheck | undefined> => {
  if (close === undefined) return undefined;
  const { index, accounts, heads } = close;
  const lines = ((await archive.read(headsName(ledger, index))) ?? '').split('\n').slice(0, -1);
  const differing = lines
    .map((line) => JSON.parse(line) as Head)
    .filter(({ accountId, version, hash }) => {
      const place = streams.get(streamIdOf(ledger, 'account', accountId))?.get(version);
      return place?.stored?.hash !== hash;
    })
    .map(({ accountId }) => accountId);
  return {
    ledger,
    index,
    accounts,
    isKept: lines.length === accounts && headsRoot(bytesSha256, lines) === heads,
    differing,
  };
};
