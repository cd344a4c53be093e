import {
  balanceProofAnswerSchema,
  checkpointAnswerSchema,
  closeAnswerSchema,
  closesAnswerSchema,
  consistencyAnswerSchema,
  proofsAnswerSchema,
} from '../schemas/audit-answers.ts';
import { emptyBody } from '../schemas/bodies.ts';
import { consistencyQuery, dryRunQuery, emptyQuery, pageQuery } from '../schemas/queries.ts';

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

export const consistencyOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'getConsistency',
  path: '/v1/audit/consistency',
  summary: 'Proof that the audit log at a checkpoint goes on from what it was at an earlier one.',
  query: consistencyQuery,
  status: 200,
  answer: consistencyAnswerSchema,
  codes: ['CheckpointNotFound'],
} as const;

export const closeLogOperation = {
  method: 'POST',
  scope: 'audit:write',
  id: 'closeLog',
  path: '/v1/audit/closes',
  summary: 'Close the audit log: state the heads of all accounts as of all entries that it has by now.',
  query: dryRunQuery,
  body: emptyBody,
  status: 201,
  answer: closeAnswerSchema,
  codes: [],
} as const;

export const listClosesOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'listCloses',
  path: '/v1/audit/closes',
  summary: 'The closes of the audit log, newest first.',
  query: pageQuery,
  status: 200,
  answer: closesAnswerSchema,
  codes: ['MalformedCursor'],
} as const;

export const balanceProofOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'getBalanceProof',
  path: '/v1/audit/closes/{id}/accounts/{accountId}',
  summary: 'Proof of an account at a close, by the index of the close: to be checked without us.',
  query: emptyQuery,
  status: 200,
  answer: balanceProofAnswerSchema,
  codes: ['CloseNotFound', 'CloseNotSealed', 'AccountNotFound'],
} as const;
