import type { Origin } from '../../domain/facts/origin.ts';
import { isErased, valueOpened } from '../../domain/facts/subject-key-facts.ts';
import type { SubjectKeys } from '../../domain/ports/subject-keys.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import type { Rejection } from '../../domain/shared/rejection.ts';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { factIdOf } from '../../domain/shared/stream-id.ts';
import type { Ledger } from '../runtime/ledger.ts';
import { openText, parseSealedText } from '../runtime/sealed-text.ts';
import { subjectKeyHead } from '../runtime/subject-key-head.ts';

export type OpeningRejection = Rejection<
  'MalformedSealedValue' | 'SealedValueNotFound' | 'SubjectErased' | 'SealedValueAltered'
>;

/** What was sealed, and the fact that tells that somebody looked. */
export type OpenedValue = {
  readonly value: string;
  readonly keyId: string;
  readonly factId: string;
  readonly openedAt: Instant;
};

const attemptsMaximum = 16;

/**
 * Opens a sealed value, and writes that somebody looked before anybody sees it. Nothing is opened after its subject's
 * erasure: that is the last event of the key's history, and to look is to write the next one. Throws what the stores
 * throw, and TransientFailure where others kept looking at the same time.
 */
export const openSealedValue = async (
  { ledger, subjectKeys }: { readonly ledger: Ledger; readonly subjectKeys: SubjectKeys },
  { origin, sealed }: { readonly origin: Origin; readonly sealed: string },
): Promise<Result<OpenedValue, OpeningRejection>> => {
  const text = parseSealedText(sealed);
  if (text === undefined) return rejected(malformed);
  const { keyId } = text;
  const name = { ledger: origin.ledger, keyId };
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    // The key first: one that is gone was erased before, which the history then tells.
    const subjectKey = await subjectKeys.find(name);
    const head = await subjectKeyHead(ledger, name);
    if (isErased(head)) return rejected(erased);
    if (subjectKey === undefined) return rejected(unknown);
    const value = openText(text, origin.ledger, subjectKey);
    if (value === undefined) return rejected(altered);
    const now = ledger.clock.now();
    const opened = { keyId, sealedHash: ledger.digest(sealed) };
    const write = valueOpened(opened, head, { origin, now, digest: ledger.digest });
    const outcome = await ledger.eventStore.append([write]);
    if (outcome.code === 'Appended')
      return accepted({ value, keyId, factId: factIdOf(head.streamId, head.version + 1), openedAt: now });
  }
  throw new TransientFailure('Others kept opening values of the same subject');
};

const malformed: OpeningRejection = {
  code: 'MalformedSealedValue',
  detail: 'This is no sealed value, or not all of it: slv1., the id of its key, and the rest.',
};

const unknown: OpeningRejection = {
  code: 'SealedValueNotFound',
  detail: 'Nothing was sealed here with the key that this names.',
};

const erased: OpeningRejection = {
  code: 'SubjectErased',
  detail: 'Its subject was erased: nobody can open it any more.',
};

const altered: OpeningRejection = {
  code: 'SealedValueAltered',
  detail: 'It is not as it was sealed, so nothing is opened.',
};
