import { InvariantViolation } from '../../shared/failures.ts';
import { concatenated } from './bytes.ts';

/** The most bytes that an entry has: its length is written in 16 bits. */
export const entryBytesMaximum = 65_535;

/** Entries as a bundle: each behind its length. Throws InvariantViolation for an entry that is too long. */
export const entryBundleOf = (entries: readonly Uint8Array[]): Uint8Array =>
  concatenated(entries.flatMap((entry) => [lengthOf(entry), entry]));

/** The entries of a bundle. Throws InvariantViolation for bytes that are none. */
export const entriesOfBundle = (bundle: Uint8Array): readonly Uint8Array[] => {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const begin = at + lengthBytes;
    const end = begin + (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    if (end > bundle.length) throw new InvariantViolation(`A bundle of ${bundle.length} bytes ends within an entry`);
    entries.push(bundle.subarray(begin, end));
    at = end;
  }
  return entries;
};

const lengthBytes = 2;

const lengthOf = ({ length }: Uint8Array): Uint8Array => {
  if (length > entryBytesMaximum) throw new InvariantViolation(`An entry of ${length} bytes fits into no bundle`);
  return Uint8Array.of(Math.floor(length / 256), length % 256);
};
