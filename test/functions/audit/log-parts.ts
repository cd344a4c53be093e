import { createPrivateKey } from 'node:crypto';
import { closeLine } from '../../../domain/audit/close/close-line.ts';
import { segmentName, segmentOf } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import type { Signer } from '../../../domain/ports/signer.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { keySigner } from '../../../functions/adapters/signer/key-signer.ts';
import { type SealOptions, sealLog } from '../../../functions/audit/seal-log.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { factsNamed } from './archive-parts.ts';

/** A signer whose key is made of one number, so that what it signs is the same in every run. */
export const signerOf = (seed: number): Signer => {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([prefix, Buffer.alloc(32, seed)]);
  return keySigner(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
};

export const sealOptions = (
  store: Pick<ProjectionStore, 'load' | 'commit'>,
  archive: Pick<Archive, 'create' | 'read' | 'readBytes'>,
  more: Partial<SealOptions> = {},
): SealOptions => ({
  store,
  archive,
  digest: bytesSha256,
  signers: [signerOf(1)],
  logName: 'quipu/test',
  clock: { now: () => instantOf(1_764_000_000_000) },
  ...more,
});

/** A store and an archive in memory, and what a sealer of them does. */
export const logWorld = (more: Partial<SealOptions> = {}) => {
  const store = memoryProjectionStore();
  const archive = memoryArchive();
  const options = sealOptions(store, archive, more);
  let facts = 0;
  return {
    store,
    archive,
    options,
    /** Adds segments of so many facts each. */
    add: async (...counts: readonly number[]): Promise<void> => {
      for (const count of counts) {
        const names = Array.from({ length: count }, (_, position) => `n${facts + position}`);
        await archive.create(segmentName('main', facts + 1), segmentOf(facts + 1, factsNamed(...names), sha256).body);
        facts += count;
      }
    },
    /** Adds a segment of nothing but a close, and answers its index. */
    addClose: async (): Promise<number> => {
      facts += 1;
      const nothing = { accounts: 0, currencies: [], heads: '', previous: null, reason: 'demand' } as const;
      const line = closeLine(facts, { ...nothing, ledger: 'main', closedAt: instantOf(1_764_000_000_000) });
      await archive.create(segmentName('main', facts), `${line}\n`);
      return facts - 1;
    },
    seal: () => sealLog('main', options),
  };
};

/** Seals as one does who is called again until it is done. */
export const sealAtLast = async (options: SealOptions): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      if ((await sealLog('main', options)).sealed === 0) return;
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
    }
  }
  throw new Error('It is never done');
};

/** All that a log's archive holds, by name, in base64. */
export const objectsOf = async (archive: Archive, prefix = 'log/main/'): Promise<ReadonlyMap<string, string>> => {
  const objects = new Map<string, string>();
  for (const name of await archive.list(prefix, undefined, 1_000)) {
    const body = await archive.readBytes(name);
    if (body !== undefined) objects.set(name, Buffer.from(body).toString('base64'));
  }
  return objects;
};
