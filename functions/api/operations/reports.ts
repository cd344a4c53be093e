import { emptyQuery, trialBalanceQuery } from '../schemas/queries.ts';
import { healthAnswerSchema, trialBalanceAnswerSchema } from '../schemas/report-answers.ts';

export const trialBalanceOperation = {
  method: 'GET',
  scope: 'accounts:read',
  id: 'getTrialBalance',
  path: '/v1/trial-balance',
  summary: 'Total debits and credits by currency and by account. A projection, which says up to when it is.',
  query: trialBalanceQuery,
  status: 200,
  answer: trialBalanceAnswerSchema,
  codes: ['MalformedCursor'],
} as const;

export const healthOperation = {
  method: 'GET',
  scope: undefined,
  id: 'getHealth',
  path: '/v1/health',
  summary: 'How far each consumer is behind what was recorded, and how many records it had to set aside.',
  query: emptyQuery,
  status: 200,
  answer: healthAnswerSchema,
  codes: [],
} as const;
