import { eraseSubject } from '../../commands/erase-subject.ts';
import { openSealedValue } from '../../commands/open-sealed-value.ts';
import { sealValue } from '../../commands/seal-value.ts';
import { type Answer, ok } from '../answer.ts';
import { eraseSubjectOperation, openSealedValueOperation, sealValueOperation } from '../operations/sealing.ts';
import { type Problem, problemOf } from '../problem.ts';
import { type Order, type Question, type Route, reading, writing } from '../route.ts';
import type { EmptyBody } from '../schemas/bodies.ts';
import type { EmptyQuery } from '../schemas/queries.ts';
import { type SealBody, subjectForm, subjectSchema } from '../schemas/sealing.ts';
import type { ApiServices } from '../services.ts';

const seal = async ({ origin, key, body, dryRun }: Order<SealBody>, services: ApiServices): Promise<Answer> => {
  if (dryRun) return ok({ sealed: null, dryRun: true });
  return ok({ sealed: await sealValue(services, { ...body, ledger: origin.ledger, requestKey: key }) });
};

const open = async ({ origin, id }: Question<EmptyQuery>, services: ApiServices): Promise<Answer> => {
  const opened = await openSealedValue(services, { origin, sealed: id });
  // Nothing between us and the caller may keep it.
  const headers = { 'Cache-Control': 'no-store' };
  return opened.ok ? { status: 200, body: opened.value, headers } : { problem: problemOf(opened.rejection) };
};

const erase = async (order: Order<EmptyBody>, services: ApiServices): Promise<Answer> => {
  const { origin, key, id: subject, dryRun } = order;
  if (!subjectSchema.safeParse(subject).success) return { problem: noSubject };
  const outcome = await eraseSubject(services, { origin, key, body: { subject }, dryRun });
  if (outcome.code === 'Rejected') return { problem: problemOf(outcome.rejection) };
  if (outcome.code === 'Rehearsed') {
    const { keyId } = outcome;
    return ok({ status: 'erased', keyId, factId: null, recordedAt: services.ledger.clock.now(), dryRun: true });
  }
  const { isReplayed, ...erasure } = outcome.erasure;
  const headers = isReplayed ? { 'Idempotency-Replayed': 'true' } : {};
  return { status: 200, body: { status: 'erased', ...erasure }, headers };
};

const noSubject: Problem = problemOf({ code: 'MalformedRequest', detail: subjectForm, parameter: 'id' });

/** Personal data: sealed, opened, and forgotten. */
export const sealingRoutes: readonly Route[] = [
  writing(sealValueOperation, seal),
  reading(openSealedValueOperation, open),
  writing(eraseSubjectOperation, erase),
];
