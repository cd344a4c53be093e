import { derivedId } from '../../runtime/derived-id.ts';
import type { Answer } from '../answer.ts';
import {
  balanceProofOperation,
  checkpointOperation,
  closeLogOperation,
  consistencyOperation,
  listClosesOperation,
  proofsOperation,
} from '../operations/audit.ts';
import { type Problem, problemOf } from '../problem.ts';
import { balanceProof } from '../reads/balance-proof.ts';
import { logConsistency, newestCheckpoint } from '../reads/checkpoints.ts';
import { closesPage } from '../reads/closes-page.ts';
import { factProofs } from '../reads/fact-proofs.ts';
import { type Order, type Route, reading, writing } from '../route.ts';
import type { ApiServices } from '../services.ts';

const close = async (order: Order<unknown>, { askClose }: ApiServices): Promise<Answer> => {
  const { origin, key, fingerprint, dryRun } = order;
  const { ledger, actor } = origin;
  const requestId = derivedId('req', { ledger, operation: 'closeLog', key });
  const outcome = await askClose({ ledger, actor, requestId, fingerprint, dryRun });
  if (outcome.code === 'IdempotencyKeyMisused') return { problem: misused };
  if (dryRun) return { status: 200, body: { ...outcome.close, dryRun: true } };
  const headers = outcome.replayed ? { 'Idempotency-Replayed': 'true' } : {};
  return { status: 201, body: outcome.close, headers };
};

const misused: Problem = problemOf({
  code: 'IdempotencyKeyMisused',
  detail: 'The Idempotency-Key was used before, for another request.',
});

/** The audit log, for those who check it. */
export const auditRoutes: readonly Route[] = [
  reading(checkpointOperation, ({ origin }, services) => newestCheckpoint(services, origin.ledger)),
  reading(consistencyOperation, ({ origin, query }, services) => logConsistency(services, origin.ledger, query)),
  reading(proofsOperation, ({ origin, id }, services) => factProofs(services, { ledger: origin.ledger, factId: id })),
  writing(closeLogOperation, close),
  reading(listClosesOperation, ({ origin, query }, services) => closesPage(services, origin.ledger, query)),
  reading(balanceProofOperation, ({ origin, id, accountId }, services) =>
    balanceProof(services, { ledger: origin.ledger, closeIndex: id, accountId }),
  ),
];
