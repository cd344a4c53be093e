import { dryRunQuery, emptyQuery } from '../schemas/queries.ts';
import { trailAnswerSchema, trailBody } from '../schemas/trails.ts';

export const askTrailOperation = {
  method: 'POST',
  scope: 'audit:write',
  id: 'askTrail',
  path: '/v1/audit/trails',
  summary: 'Ask for an audit trail: a bundle of a period that can be checked without us.',
  query: dryRunQuery,
  body: trailBody,
  status: 202,
  answer: trailAnswerSchema,
  codes: [],
} as const;

export const getTrailOperation = {
  method: 'GET',
  scope: 'audit:read',
  id: 'getTrail',
  path: '/v1/audit/trails/{id}',
  summary: 'An audit trail that was asked for, as it stands.',
  query: emptyQuery,
  status: 200,
  answer: trailAnswerSchema,
  codes: ['TrailNotFound'],
} as const;
