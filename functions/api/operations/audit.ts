import { checkpointAnswerSchema, proofsAnswerSchema } from '../schemas/audit-answers.ts';
import { emptyQuery } from '../schemas/queries.ts';

export const checkpointOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'getCheckpoint',
  path: '/v1/audit/checkpoint',
  summary: 'The newest signed checkpoint of the audit log. Keep it: what comes later has to continue it.',
  query: emptyQuery,
  status: 200,
  answer: checkpointAnswerSchema,
  codes: ['CheckpointNotFound'],
} as const;

export const proofsOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'getProofs',
  path: '/v1/audit/proofs/{id}',
  summary: 'Proof that a fact is in the audit log, to be checked without us. `#` in a fact id is sent as `%23`.',
  query: emptyQuery,
  status: 200,
  answer: proofsAnswerSchema,
  codes: ['FactNotFound', 'FactNotSealed'],
} as const;
