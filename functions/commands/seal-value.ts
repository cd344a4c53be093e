import { isErased } from '../../domain/facts/subject-key-facts.ts';
import type { SubjectKeys } from '../../domain/ports/subject-keys.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';
import type { Ledger } from '../runtime/ledger.ts';
import { sealText, type ValueToSeal } from '../runtime/sealed-text.ts';
import { subjectKeyHead } from '../runtime/subject-key-head.ts';

export type SealValue = ValueToSeal & { readonly subject: string };

const attemptsMaximum = 4;

/**
 * Seals a value for a subject; keeps nothing but the subject's key, which the first value makes. A key whose erasure is
 * a fact seals nothing any more: it is destroyed here where that was not done yet, and the value gets another. Throws
 * what the stores throw.
 */
export const sealValue = async (
  { ledger, subjectKeys }: { readonly ledger: Pick<Ledger, 'eventStore'>; readonly subjectKeys: SubjectKeys },
  value: SealValue,
): Promise<string> => {
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    const subjectKey = await subjectKeys.keyFor(value.ledger, value.subject);
    const name = { ledger: value.ledger, keyId: subjectKey.keyId };
    if (!isErased(await subjectKeyHead(ledger, name))) return sealText(value, subjectKey);
    await subjectKeys.destroy(name);
  }
  throw new TransientFailure('A subject was erased again and again');
};
