import { type ArchivedRow, archivedAs } from '../../../domain/audit/sequence.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { type Answer, ok } from '../answer.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ApiServices } from '../services.ts';

/** More texts that claim to be one fact than these are a finding of their own. */
const proofsMaximum = 10;

/** Proofs of all that was archived as one fact. */
export const factProofs = async (
  { audit, logOf }: ApiServices,
  { ledger, factId }: { readonly ledger: string; readonly factId: string },
): Promise<Answer> => {
  if (!isFactOf(ledger, factId)) return { problem: noSuchFact };
  const rows = await audit.query({ ...archivedAs(ledger, factId), limit: proofsMaximum });
  if (rows.length === 0) return { problem: noSuchFact };
  const log = logOf(ledger);
  const newest = await log.newest();
  const indexes = rows.map(({ body }) => (body as ArchivedRow).sequence - 1).sort((one, other) => one - other);
  if (newest === undefined || indexes.some((index) => index >= newest.size)) return { problem: notSealed };
  const proofs = indexes.map(async (index) => {
    const [entry, proof] = await Promise.all([log.entry(index, newest), log.inclusion(index, newest)]);
    return { index, entry, proof };
  });
  return ok({ factId, proofs: await Promise.all(proofs) });
};

const factIdPattern = /^[A-Za-z0-9_-]{1,40}#[A-Z]#[^#@]{1,200}@(0|[1-9]\d{0,11})$/;

const isFactOf = (ledger: string, factId: string): boolean => {
  if (!factIdPattern.test(factId)) return false;
  try {
    return partsOf(factId.slice(0, factId.lastIndexOf('@'))).ledger === ledger;
  } catch {
    return false;
  }
};

const noSuchFact: Problem = problemOf({ code: 'FactNotFound', detail: 'There is no such fact in the archive.' });

const notSealed: Problem = problemOf({
  code: 'FactNotSealed',
  detail: 'The fact is archived, and no checkpoint is over it yet. One will be within a minute or two.',
});
