import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { keySigner } from '../../../functions/adapters/signer/key-signer.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { sealLog } from '../../../functions/audit/seal-log.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { logReader } from '../../../functions/runtime/read-log.ts';
import { systemClock } from '../../../functions/runtime/system-clock.ts';
import { madeFacts } from './make-facts.ts';

/** A sealed log in a folder, and what it took: seconds without the making of its facts. */
export type SealedLog = {
  readonly archive: Archive;
  readonly store: ProjectionStore;
  readonly size: number;
  readonly archiveSeconds: number;
  readonly sealSeconds: number;
  /** Of an inclusion proof, with its checkpoint, in bytes. */
  readonly proofBytes: number;
};

const factsPerBatch = 99;

/**
 * Archives and seals `count` facts in a folder, as the audit function does, and asks for the proof of one in the
 * middle. `onProgress` is told how many more are archived or sealed.
 */
export const sealedLog = async (
  folder: string,
  count: number,
  onProgress: (done: number) => void,
): Promise<SealedLog> => {
  rmSync(folder, { recursive: true, force: true });
  const [store, archive] = [memoryProjectionStore(), fileArchive(folder)];
  const waiting = { pause: async () => {}, random: () => 0 };
  const archiveSeconds = await timed(async (clock) => {
    for await (const facts of madeFacts(count, factsPerBatch)) {
      await clock(() => archiveFacts('main', facts, { store, archive, digest: sha256, waiting, onConflict: () => {} }));
      onProgress(facts.length);
    }
  });
  const signers = [keySigner(generateKeyPairSync('ed25519').privateKey)];
  const options = { store, archive, digest: bytesSha256, signers, logName: 'quipu/bench', clock: systemClock };
  const sealSeconds = await timed(async (clock) => {
    let sealed = 1;
    while (sealed > 0) {
      ({ sealed } = await clock(() => sealLog('main', options)));
      onProgress(sealed);
    }
  });
  const log = logReader('main', { store, archive, digest: bytesSha256 });
  const newest = await log.newest();
  if (newest?.size !== count) throw new Error(`The log has ${newest?.size} entries instead of ${count}`);
  const proof = await log.inclusion(Math.floor(count / 2), newest);
  return { archive, store, size: count, archiveSeconds, sealSeconds, proofBytes: Buffer.byteLength(proof) };
};

type Clock = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

/** How long the parts of some work took that it gave to the clock, in seconds. */
const timed = async (work: (clock: Clock) => Promise<void>): Promise<number> => {
  let milliseconds = 0;
  await work(async (part) => {
    const begun = performance.now();
    const answer = await part();
    milliseconds += performance.now() - begun;
    return answer;
  });
  return milliseconds / 1_000;
};
