import { parseWitnessKey } from '../../../domain/audit/log/cosignature.ts';
import { parseWitnesses } from '../../../domain/audit/log/witness.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { log, reasonOf } from '../../runtime/log.ts';
import type { Count } from '../../runtime/metrics.ts';
import { logReader } from '../../runtime/read-log.ts';
import { ledgersWithLogs } from '../seal-logs.ts';
import type { AddCheckpoint } from './add-checkpoint.ts';
import { type AskOutcome, askWitness, type KnownWitness } from './ask-witness.ts';

export type LogWitnessesOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit' | 'query'>;
  readonly archive: Pick<Archive, 'create' | 'read' | 'readBytes'>;
  readonly digest: BytesDigest;
  readonly add: AddCheckpoint;
  readonly witnesses: readonly KnownWitness[];
  readonly count: Count;
};

/** The witnesses that a setting names. Throws PermanentFailure where a key is none, or not of type 0x04. */
export const witnessesIn = (digest: BytesDigest, text: string): readonly KnownWitness[] => {
  const witnesses = parseWitnesses(text);
  if (witnesses === undefined) throw new PermanentFailure('WITNESSES does not name witnesses');
  return witnesses.map(({ url, verifierKey }) => {
    const key = parseWitnessKey(digest, verifierKey);
    if (key === undefined) throw new PermanentFailure(`${verifierKey} is no verifier key of a witness (type 0x04)`);
    return { url, key };
  });
};

/**
 * Sends the newest checkpoint of every log to every witness that has not cosigned it. What a witness does holds up
 * nothing and fails nothing: one that does not answer is asked again at the next call, and one that refuses is
 * reported.
 */
export const witnessAll = async (options: LogWitnessesOptions): Promise<void> => {
  // One that does not answer would be waited for at every log.
  const present = new Set(options.witnesses);
  for await (const ledger of ledgersWithLogs(options.store)) {
    if (present.size === 0) return;
    const reader = logReader(ledger, options);
    const checkpoint = await reader.newest();
    if (checkpoint === undefined) continue;
    await Promise.all(
      [...present].map(async (witness) => {
        const about = { ledger, witness: witness.key.name, size: checkpoint.size };
        try {
          report(await askWitness(ledger, { witness, checkpoint }, { ...options, log: reader }), about, options.count);
        } catch (failure) {
          present.delete(witness);
          log.warn('a witness could not be asked', { ...about, ...reasonOf(failure) });
        }
      }),
    );
  }
};

type About = { readonly ledger: string; readonly witness: string; readonly size: number };

const report = (outcome: AskOutcome, about: About, count: Count): void => {
  if (outcome.code === 'known') return;
  if (outcome.code === 'cosigned') {
    log.info('a witness cosigned a checkpoint', about);
    return;
  }
  count('WitnessRefusals');
  log.error('a witness does not cosign a checkpoint', { ...about, ...outcome });
};
