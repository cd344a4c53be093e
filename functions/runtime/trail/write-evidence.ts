import type { AccountId } from '../../../domain/accounts/account.ts';
import { base64Of } from '../../../domain/audit/log/bytes.ts';
import { consistencyProofText } from '../../../domain/audit/log/proof-text.ts';
import { entriesPath, type Tile, tilePath } from '../../../domain/audit/log/tile.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import type { TrailPlan } from './plan-trail.ts';
import type { Heads } from './read-heads.ts';
import { sealedEntries, sealedTile, type TrailArchive, tilesOfTree } from './sealed-log.ts';
import type { TrailFolder } from './trail-folder.ts';
import { treePaths } from './tree-paths.ts';

export type EvidenceOptions = {
  readonly archive: TrailArchive;
  readonly digest: BytesDigest;
  readonly folder: TrailFolder;
};

const objectsAtOnce = 16;

/** Writes what the entries of a trail are checked against: policy, checkpoints, heads, and the tree if it is whole. */
export const writeEvidence = async (plan: TrailPlan, options: EvidenceOptions): Promise<void> => {
  const { policy, checkpoint, closingHeads, previous } = plan;
  const write = async (path: string, body: () => Promise<string | Uint8Array>): Promise<void> => {
    if (!options.folder.has(path)) await options.folder.write(path, await body());
  };
  await write('policy.json', async () => canonicalJson(policy));
  await write('checkpoint', async () => checkpoint.note);
  await write('heads/closing.jsonl', async () => headsText(closingHeads, policy.asked.accounts));
  if (previous !== undefined) {
    await write('heads/opening.jsonl', async () => headsText(previous.heads, policy.asked.accounts));
    await write('previous/checkpoint', async () => previous.checkpoint.note);
    await write('previous/consistency', () => consistencyText(plan, options));
  }
  if (policy.mode === 'whole') await writeTree(plan, options, write);
};

const headsText = ({ text, lines, paths, accounts }: Heads, asked: readonly AccountId[] | null): string => {
  if (asked === null) return text;
  const indexes = new Map(accounts.map(({ accountId }, index) => [accountId, index]));
  return asked
    .map((accountId) => indexes.get(accountId))
    .filter((index) => index !== undefined)
    .map((index) => canonicalJson({ hashes: paths.pathOf(index).map(base64Of), index, line: lines[index] }))
    .map((line) => `${line}\n`)
    .join('');
};

const consistencyText = async (
  { policy, checkpoint, previous }: TrailPlan,
  { archive, digest }: EvidenceOptions,
): Promise<string> => {
  const earlierSize = previous?.checkpoint.size ?? 0;
  const readTile = (tile: Tile) => sealedTile(archive, policy.ledger, tile);
  const hashes = await treePaths({ size: checkpoint.size, digest, readTile }).consistency(earlierSize);
  return consistencyProofText({ earlierSize, hashes, checkpoint: checkpoint.note });
};

const writeTree = async (
  { policy: { ledger }, checkpoint }: TrailPlan,
  { archive }: EvidenceOptions,
  write: (path: string, body: () => Promise<Uint8Array>) => Promise<void>,
): Promise<void> => {
  const tiles = tilesOfTree(checkpoint.size);
  for (let at = 0; at < tiles.length; at += objectsAtOnce)
    await Promise.all(
      tiles.slice(at, at + objectsAtOnce).map(async (tile) => {
        await write(tilePath(tile), () => sealedTile(archive, ledger, tile));
        if (tile.level === 0) await write(entriesPath(tile), () => sealedEntries(archive, ledger, tile));
      }),
    );
};
