import { segmentName, segmentOf } from '../../domain/audit/sequence.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { Signer } from '../../domain/ports/signer.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { sealLog } from '../../functions/audit/seal-log.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { type LogReader, logReader } from '../../functions/runtime/read-log.ts';
import type { Chance } from './chance.ts';

/** A log as the audit function makes it, and all that an outsider gets of it. */
export type MadeLog = {
  readonly name: string;
  readonly archive: Archive;
  readonly reader: LogReader;
  readonly verifierKey: string;
  /** The lines of the archive, which are the entries. */
  readonly lines: readonly string[];
  /** Sizes of its checkpoints, rising. */
  readonly sizes: readonly number[];
};

export type LogPlan = { readonly size: number; readonly salt: string; readonly signer: Signer };

/** The name of every log here, as that of its keys. */
const logName = 'quipu.test';
const ledger = 'main';

/** A log of that size, sealed up to four times on the way. `salt` makes its entries differ from those of others. */
export const makeLog = async ({ size, salt, signer }: LogPlan, chance: Chance): Promise<MadeLog> => {
  const archive = memoryArchive();
  const store = memoryProjectionStore();
  const options = { store, archive, signers: [signer], digest: bytesSha256, logName, clock };
  const lines: string[] = [];
  const sizes: number[] = [];
  for (const end of stopsBefore(size, chance)) {
    while (lines.length < end) {
      const count = Math.min(end - lines.length, 1 + chance.below(99));
      const segment = segmentOf(lines.length + 1, factsFrom(lines.length, count, salt), sha256).body;
      await archive.create(segmentName(ledger, lines.length + 1), segment);
      lines.push(...segment.split('\n').slice(0, -1));
    }
    await sealLog(ledger, options);
    sizes.push(end);
  }
  const [keyName = ''] = await archive.list(`log/${ledger}/key/`, undefined, 1);
  const verifierKey = ((await archive.read(keyName)) ?? '').trim();
  const reader = logReader(ledger, { store, archive, digest: bytesSha256 });
  return { name: `${salt} of ${size}`, archive, reader, verifierKey, lines, sizes };
};

const clock = { now: () => instantOf(1_764_000_000_000) };

const stopsBefore = (size: number, chance: Chance): readonly number[] => {
  const stops = Array.from({ length: Math.min(3, size - 1) }, () => 1 + chance.below(size));
  return [...new Set([...stops, Math.max(1, size - 1), size])].sort((one, other) => one - other);
};

const factsFrom = (first: number, count: number, salt: string) =>
  Array.from({ length: count }, (_, position) => {
    const text = JSON.stringify({ description: `ä € ${salt}`, number: first + position });
    const particulars = { what: 'Numbered', when: clock.now(), who: 'test', why: {}, changes: [] };
    return { factId: `${streamIdOf(ledger, 'entry', `${first + position}`)}@0`, hash: sha256(text), text, particulars };
  });
