import { generateKeyPairSync } from 'node:crypto';
import type { Archive } from '../../../domain/ports/archive.ts';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { keySigner } from '../../../functions/adapters/signer/key-signer.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { closeLog } from '../../../functions/audit/close/close-log.ts';
import { sealLog } from '../../../functions/audit/seal-log.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { logReader } from '../../../functions/runtime/read-log.ts';
import { systemClock } from '../../../functions/runtime/system-clock.ts';
import { madeFacts } from './make-facts.ts';

/** A closed and sealed log in a folder, and what it took: seconds without the making of its facts. */
export type SealedLog = {
  /** How many entries the log has: journal entries, accounts that were opened and the close. */
  readonly size: number;
  readonly archiveSeconds: number;
  readonly closeSeconds: number;
  readonly sealSeconds: number;
  /** Of an inclusion proof, with its checkpoint, in bytes. */
  readonly proofBytes: number;
};

const factsPerBatch = 99;

export type SealingOptions = {
  /** Of the archive; it is empty. */
  readonly folder: string;
  /** Journal entries. */
  readonly entries: number;
  /** Told how many more facts are archived, or entries of the log sealed. */
  readonly onProgress: (done: number) => void;
};

/** Archives, closes and seals a ledger, as the audit function does, and asks for the proof of one entry. */
export const sealedLog = async ({ folder, entries, onProgress }: SealingOptions): Promise<SealedLog> => {
  const [store, archive] = [memoryProjectionStore(), fileArchive(folder)];
  const waiting = { pause: async () => {}, random: () => 0 };
  const whole = { store, archive, waiting, onConflict: () => {}, clock: systemClock };
  const archiveSeconds = await timed(async (clock) => {
    for await (const facts of madeFacts(entries, factsPerBatch)) {
      await clock(() => archiveFacts('main', facts, { ...whole, digest: sha256 }));
      onProgress(facts.length);
    }
  });
  const closeSeconds = await timed((clock) => clock(() => closeOnce(whole)));
  const signers = [keySigner(generateKeyPairSync('ed25519').privateKey)];
  const sealSeconds = await timed(async (clock) => {
    let sealed = 1;
    while (sealed > 0) {
      ({ sealed } = await clock(() =>
        sealLog('main', { ...whole, digest: bytesSha256, signers, logName: 'quipu/bench' }),
      ));
      onProgress(sealed);
    }
  });
  return { ...(await provenIn(archive, store)), archiveSeconds, closeSeconds, sealSeconds };
};

type Whole = Omit<Parameters<typeof closeLog>[2], 'eventStore' | 'textDigest' | 'bytesDigest'>;

const closeOnce = async (whole: Whole): Promise<void> => {
  const order = { reason: 'demand', isEnough: () => true } as const;
  const digests = { textDigest: sha256, bytesDigest: bytesSha256 };
  // Every version is archived, so the event store is asked for none.
  const eventStore = { read: async () => [] };
  await closeLog('main', { order, follower: { followed: undefined } }, { ...whole, ...digests, eventStore });
};

const provenIn = async (archive: Archive, store: Whole['store']): Promise<Pick<SealedLog, 'size' | 'proofBytes'>> => {
  const log = logReader('main', { store, archive, digest: bytesSha256 });
  const newest = await log.newest();
  if (newest === undefined) throw new Error('Nothing was sealed');
  const proof = await log.inclusion(Math.floor(newest.size / 2), newest);
  return { size: newest.size, proofBytes: Buffer.byteLength(proof) };
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
