import { comparisonAnswerSchema, comparisonQuery } from '../schemas/comparison.ts';

export const comparisonOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'compareConsumers',
  path: '/v1/audit/comparison',
  summary: 'How many facts each consumer has applied and their common hash, held against the log; who misses any.',
  query: comparisonQuery,
  status: 200,
  answer: comparisonAnswerSchema,
  codes: [],
} as const;
