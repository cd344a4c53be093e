import { areSame, bytesOf } from '../../domain/audit/log/bytes.ts';
import { entryBundleOf } from '../../domain/audit/log/entry-bundle.ts';
import { entriesName } from '../../domain/audit/log/log-place.ts';
import { tileWidthMaximum } from '../../domain/audit/log/tile.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';

type WriteOptions = { readonly archive: Pick<Archive, 'create' | 'readBytes'> };

/**
 * Writes an object whose name tells its content. One that is there has to be the same: another was written by someone
 * else than the log.
 */
export const writeOnce = async (name: string, body: Uint8Array | string, { archive }: WriteOptions): Promise<void> => {
  if ((await archive.create(name, body)) === 'created') return;
  const there = await archive.readBytes(name);
  const wanted = typeof body === 'string' ? bytesOf(body) : body;
  if (there === undefined || !areSame(there, wanted))
    throw new InvariantViolation(`${name} is there already and is not what the log makes it`);
};

/** Writes entries as bundles; `firstIndex` is where a bundle begins. */
export const writeBundles = async (
  ledger: string,
  { firstIndex, entries }: { readonly firstIndex: number; readonly entries: readonly Uint8Array[] },
  options: WriteOptions,
): Promise<void> => {
  for (let at = 0; at < entries.length; at += tileWidthMaximum) {
    const within = entries.slice(at, at + tileWidthMaximum);
    const place = { index: (firstIndex + at) / tileWidthMaximum, width: within.length };
    await writeOnce(entriesName(ledger, place), entryBundleOf(within), options);
  }
};
