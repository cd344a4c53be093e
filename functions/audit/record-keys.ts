import { hexOf } from '../../domain/audit/log/bytes.ts';
import { logKey, originOf, verifierKeyName } from '../../domain/audit/log/log-place.ts';
import { keyIdOf, type NoteKey, verifierKeyOf } from '../../domain/audit/log/signed-note.ts';
import type { LogKeysChanged } from '../../domain/facts/log-keys-changed.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { sha256 } from '../runtime/digest.ts';
import type { SealOptions } from './seal-log.ts';

export type RecordKeysOptions = Pick<SealOptions, 'store' | 'archive' | 'digest' | 'signers' | 'logName' | 'clock'> & {
  readonly eventStore: Pick<EventStore, 'load' | 'append'>;
};

/**
 * Records as a fact that other keys sign a ledger's log than before, if they do, and throws if it cannot: no checkpoint
 * bears the signature of a key of which the ledger does not know. The keys that a log begins with are no change; they
 * stand beside its checkpoints.
 */
export const recordKeys = async (ledger: string, options: RecordKeysOptions): Promise<void> => {
  const { eventStore, clock, signers, logName } = options;
  const name = originOf(logName, ledger);
  const noteKeys = await Promise.all(signers.map(async (signer) => ({ name, publicKey: await signer.publicKey() })));
  const keys = noteKeys.map((key) => verifierKeyOf(options.digest, key)).sort();
  const [head] = await eventStore.load([streamIdOf(ledger, 'keys', 'log')], 'strong');
  if (head === undefined) throw new InvariantViolation(`The keys of ${ledger} were not loaded`);
  const isChange =
    head.newest === undefined
      ? await hasUnknownKey(ledger, noteKeys, options)
      : canonicalJson((JSON.parse(head.newest.text) as LogKeysChanged).keys) !== canonicalJson(keys);
  if (!isChange) return;
  const fact: LogKeysChanged = {
    ...{ ledger, actor: 'audit', recordedAt: clock.now() },
    type: 'LogKeysChanged',
    schemaVersion: 1,
    keys,
  };
  const text = canonicalJson(fact);
  const { code } = await eventStore.append([{ head, text, hash: sha256(text), published: true }]);
  if (code !== 'Appended') throw new TransientFailure(`Another recorded keys of ${ledger} at the same time`);
};

// Before any change was recorded, the keys are those that the log began with, each kept beside its checkpoints.
const hasUnknownKey = async (
  ledger: string,
  keys: readonly NoteKey[],
  { store, archive, digest }: RecordKeysOptions,
): Promise<boolean> => {
  const [sealed] = await store.load([logKey(ledger)]);
  if (sealed === undefined) return false;
  for (const key of keys) {
    const kept = await archive.read(verifierKeyName(ledger, hexOf(keyIdOf(digest, key))));
    if (kept === undefined) return true;
  }
  return false;
};
