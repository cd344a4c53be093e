import { settlementBody, transferBody } from '../schemas/bodies.ts';
import { dryRunQuery, emptyQuery } from '../schemas/queries.ts';
import { timelineAnswerSchema, transferAnswerSchema } from '../schemas/transfer-answers.ts';

const reads = { method: 'GET', scope: 'transfers:read', query: emptyQuery, status: 200 } as const;

export const requestTransferOperation = {
  method: 'POST',
  scope: 'transfers:write',
  id: 'requestTransfer',
  path: '/v1/transfers',
  summary: 'Ask for a transfer, which is then carried out step by step.',
  query: dryRunQuery,
  body: transferBody,
  status: 202,
  answer: transferAnswerSchema,
  codes: [
    'UnknownCurrency',
    'AmountPrecision',
    'AmountTooLarge',
    'AmountNotPositive',
    'SameAccount',
    'UnknownAccount',
    'CurrencyMismatch',
    'AccountClosed',
  ],
} as const;

export const getTransferOperation = {
  ...reads,
  id: 'getTransfer',
  path: '/v1/transfers/{id}',
  summary: 'A transfer as it stands.',
  answer: transferAnswerSchema,
  codes: ['TransferNotFound'],
} as const;

export const getTimelineOperation = {
  ...reads,
  id: 'getTransferTimeline',
  path: '/v1/transfers/{id}/timeline',
  summary: "A transfer's steps, and when each part of the system saw each of its facts.",
  answer: timelineAnswerSchema,
  codes: ['TransferNotFound'],
} as const;

export const settleTransferOperation = {
  method: 'POST',
  scope: 'settlements:write',
  id: 'settleTransfer',
  path: '/v1/transfers/{id}/settlements',
  summary: "The rail's word on a transfer that it took: settled, refused, or given back.",
  query: dryRunQuery,
  body: settlementBody,
  status: 200,
  answer: transferAnswerSchema,
  codes: ['TransferNotFound', 'TransferEnded', 'TransferInProgress', 'TransferSettled'],
} as const;
