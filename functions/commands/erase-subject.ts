import type { Recording } from '../../domain/facts/origin.ts';
import { isErased, subjectErased } from '../../domain/facts/subject-key-facts.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { KeyName, SubjectKeys } from '../../domain/ports/subject-keys.ts';
import type { RecordedRequest } from '../../domain/shared/request-recorded.ts';
import { requestRecorded } from '../../domain/shared/request-recorded.ts';
import { accepted } from '../../domain/shared/result.ts';
import { factIdOf, streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut, type Plan } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';

export type EraseSubject = Omit<Command<{ readonly subject: string }>, 'fingerprint'>;

/** What came of an erasure; null where there was nothing to erase. */
export type Erasure = {
  readonly keyId: string | null;
  readonly factId: string | null;
  readonly recordedAt: string;
  readonly isReplayed: boolean;
};

export type ErasureOutcome =
  | { readonly code: 'Erased'; readonly erasure: Erasure }
  /** A dry run: the key that would be destroyed. */
  | { readonly code: 'Rehearsed'; readonly keyId: string | null }
  | Extract<CommandOutcome<never>, { readonly code: 'Rejected' }>;

const operation = 'eraseSubject';

/**
 * Erases a subject: first the fact, together with the record of the request, then the key. Neither tells the subject.
 * What happens in between is only that the key is still there, which the sweeper comes back for, and which nothing is
 * opened or sealed with. A repetition finishes what the first began, and erases nothing that was sealed since. Throws
 * what the stores throw.
 */
export const eraseSubject = async (
  { ledger, subjectKeys }: { readonly ledger: Ledger; readonly subjectKeys: SubjectKeys },
  { origin, key, body: { subject }, dryRun = false }: EraseSubject,
): Promise<ErasureOutcome> => {
  const keyId = await subjectKeys.keyIdOf(origin.ledger, subject);
  const name = keyId === undefined ? undefined : { ledger: origin.ledger, keyId };
  // It needs the ledger's secret and the request's key to test a guess at the subject.
  const fingerprint = await subjectKeys.hashOf(origin.ledger, [operation, key, subject]);
  if (name !== undefined && !dryRun) await subjectKeys.announce(name, ledger.clock.now());
  const plan = planOf(name, { origin, digest: ledger.digest, key, fingerprint }, ledger);
  const outcome = await carryOut<never>(plan, ledger, { dryRun });
  if (outcome.code === 'Rejected') return outcome;
  if (outcome.code !== 'Recorded') return { code: 'Rehearsed', keyId: keyId ?? null };
  const erasure = erasureIn(outcome.event, outcome.replayed);
  for (const each of new Set([erasure.keyId ?? undefined, outcome.replayed ? undefined : keyId]))
    if (each !== undefined) await subjectKeys.destroy({ ledger: origin.ledger, keyId: each });
  return { code: 'Erased', erasure };
};

type Asked = Omit<Recording, 'now'> & { readonly key: string; readonly fingerprint: string };

const planOf = (
  name: KeyName | undefined,
  { origin, digest, key, fingerprint }: Asked,
  { eventStore }: Ledger,
): Plan<never> => {
  const { ledger } = origin;
  const requestId = streamIdOf(ledger, 'request', derivedId('req', { ledger, operation, key }));
  const streamId = name === undefined ? undefined : streamIdOf(ledger, 'subjectKey', name.keyId);
  return {
    request: { streamId: requestId, fingerprint },
    reads: streamId === undefined ? [] : [streamId],
    decide: (heads, now) => {
      const recording = { origin, now, digest };
      const record = (subject: string, result: string) =>
        requestRecorded({ operation, fingerprint, subject, result }, eventStore.beginning(requestId), recording);
      const head = streamId === undefined ? undefined : heads(streamId);
      // That there was nothing is recorded too: a repetition must not erase what was sealed in between.
      if (name === undefined || head === undefined || isErased(head)) return accepted([record('', '')]);
      const fact = subjectErased(name.keyId, head, recording);
      return accepted([record(name.keyId, factIdOf(head.streamId, head.version + 1)), fact]);
    },
  };
};

const erasureIn = ({ text }: StoredEvent, isReplayed: boolean): Erasure => {
  const { subject, result, recordedAt } = JSON.parse(text) as RecordedRequest & { readonly recordedAt: string };
  return { keyId: subject === '' ? null : subject, factId: result === '' ? null : result, recordedAt, isReplayed };
};
