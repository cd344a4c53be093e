import { alertAnswerSchema, alertsAnswerSchema } from '../schemas/alert-answers.ts';
import { resolutionBody } from '../schemas/bodies.ts';
import { dryRunQuery, pageQuery } from '../schemas/queries.ts';

export const listAlertsOperation = {
  method: 'GET',
  scope: 'risk:read',
  id: 'listRiskAlerts',
  path: '/v1/risk/alerts',
  summary: 'What the screening of transfers wants a person to look at.',
  query: pageQuery,
  status: 200,
  answer: alertsAnswerSchema,
  codes: ['MalformedCursor'],
} as const;

export const resolveAlertOperation = {
  method: 'POST',
  scope: 'risk:write',
  id: 'resolveRiskAlert',
  path: '/v1/risk/alerts/{id}/resolution',
  summary: "A person's decision on an alert, and on the transfer that waits for it.",
  query: dryRunQuery,
  body: resolutionBody,
  status: 200,
  answer: alertAnswerSchema,
  codes: ['AlertNotFound', 'AlertResolved'],
} as const;
