import { captureBody, emptyBody, holdBody } from '../schemas/bodies.ts';
import { entryAnswerSchema } from '../schemas/entry-answers.ts';
import { holdAnswerSchema } from '../schemas/hold-answers.ts';
import { dryRunQuery, emptyQuery } from '../schemas/queries.ts';

const writes = { method: 'POST', scope: 'holds:write', query: dryRunQuery } as const;

export const authorizeHoldOperation = {
  ...writes,
  id: 'authorizeHold',
  path: '/v1/holds',
  summary: 'Set funds aside on one account for another.',
  body: holdBody,
  status: 201,
  answer: holdAnswerSchema,
  codes: [
    'UnknownCurrency',
    'AmountPrecision',
    'AmountTooLarge',
    'AmountNotPositive',
    'UnknownAccount',
    'SameAccount',
    'ExpiryNotInFuture',
    'CurrencyMismatch',
    'AccountClosed',
    'AccountFrozen',
    'InsufficientFunds',
  ],
} as const;

export const getHoldOperation = {
  method: 'GET',
  scope: 'holds:read',
  id: 'getHold',
  path: '/v1/holds/{id}',
  summary: 'A hold as it stands.',
  query: emptyQuery,
  status: 200,
  answer: holdAnswerSchema,
  codes: ['HoldNotFound'],
} as const;

export const captureHoldOperation = {
  ...writes,
  id: 'captureHold',
  path: '/v1/holds/{id}/captures',
  summary: 'Capture a hold in full or in part: answers the journal entry.',
  body: captureBody,
  status: 201,
  answer: entryAnswerSchema,
  codes: [
    'AmountPrecision',
    'AmountTooLarge',
    'AmountNotPositive',
    'HoldNotFound',
    'HoldOfTransfer',
    'HoldCaptured',
    'HoldVoided',
    'HoldExpired',
    'AccountClosed',
    'CaptureExceedsHold',
  ],
} as const;

export const voidHoldOperation = {
  ...writes,
  id: 'voidHold',
  path: '/v1/holds/{id}/void',
  summary: 'Give back what remains of a hold.',
  body: emptyBody,
  status: 200,
  answer: holdAnswerSchema,
  codes: ['HoldNotFound', 'HoldOfTransfer', 'HoldCaptured', 'HoldExpired', 'AccountClosed'],
} as const;
