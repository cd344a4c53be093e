import {
  accountAnswerSchema,
  accountsAnswerSchema,
  balanceAnswerSchema,
  entriesAnswerSchema,
} from '../schemas/account-answers.ts';
import { accountBody, emptyBody, limitsBody } from '../schemas/bodies.ts';
import { accountsQuery, dryRunQuery, emptyQuery, pageQuery } from '../schemas/queries.ts';

const reads = { method: 'GET', scope: 'accounts:read', status: 200 } as const;
const writes = { method: 'POST', scope: 'accounts:write', query: dryRunQuery, answer: accountAnswerSchema } as const;

export const openAccountOperation = {
  ...writes,
  id: 'openAccount',
  path: '/v1/accounts',
  summary: 'Open an account.',
  body: accountBody,
  status: 201,
  codes: ['AccountExists', 'UnknownCurrency', 'AmountPrecision', 'AmountTooLarge', 'StripedWithFloor'],
} as const;

export const listAccountsOperation = {
  ...reads,
  id: 'listAccounts',
  path: '/v1/accounts',
  summary: 'List accounts by id. A projection: what was answered a moment ago may be missing yet.',
  query: accountsQuery,
  answer: accountsAnswerSchema,
  codes: ['MalformedCursor'],
} as const;

export const getAccountOperation = {
  ...reads,
  id: 'getAccount',
  path: '/v1/accounts/{id}',
  summary: 'An account with its balance, which includes every entry already answered.',
  query: emptyQuery,
  answer: accountAnswerSchema,
  codes: ['AccountNotFound'],
} as const;

export const getBalanceOperation = {
  ...reads,
  id: 'getBalance',
  path: '/v1/accounts/{id}/balance',
  summary: 'The balance of an account, which includes every entry already answered.',
  query: emptyQuery,
  answer: balanceAnswerSchema,
  codes: ['AccountNotFound'],
} as const;

export const listEntriesOperation = {
  ...reads,
  id: 'listAccountEntries',
  path: '/v1/accounts/{id}/entries',
  summary: 'The postings on an account, newest first. A projection, which says how far it is.',
  query: pageQuery,
  answer: entriesAnswerSchema,
  codes: ['AccountNotFound', 'MalformedCursor'],
} as const;

const changes = { ...writes, body: emptyBody, status: 200 } as const;

export const freezeAccountOperation = {
  ...changes,
  id: 'freezeAccount',
  path: '/v1/accounts/{id}/freeze',
  summary:
    'Freeze an account with all of its stripes: no new entries and holds, while open holds can still be captured.',
  codes: ['AccountNotFound', 'AccountClosed'],
} as const;

export const unfreezeAccountOperation = {
  ...changes,
  id: 'unfreezeAccount',
  path: '/v1/accounts/{id}/unfreeze',
  summary: 'End the freeze of an account.',
  codes: ['AccountNotFound', 'AccountClosed'],
} as const;

export const closeAccountOperation = {
  ...changes,
  id: 'closeAccount',
  path: '/v1/accounts/{id}/close',
  summary: 'Close an account for good. It must be empty and without open holds.',
  codes: ['AccountNotFound', 'AccountNotEmpty'],
} as const;

export const changeLimitsOperation = {
  ...changes,
  id: 'changeAccountLimits',
  path: '/v1/accounts/{id}/limits',
  summary: 'Change the lowest balance that an account may be left with.',
  body: limitsBody,
  codes: ['AccountNotFound', 'AccountClosed', 'AmountPrecision', 'AmountTooLarge', 'StripedWithFloor'],
} as const;
