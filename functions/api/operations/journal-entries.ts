import { entryBody } from '../schemas/bodies.ts';
import { entryAnswerSchema } from '../schemas/entry-answers.ts';
import { dryRunQuery, emptyQuery } from '../schemas/queries.ts';

export const postEntryOperation = {
  method: 'POST',
  scope: 'entries:write',
  id: 'postJournalEntry',
  path: '/v1/journal-entries',
  summary: 'Post a journal entry: all of its postings, or none.',
  query: dryRunQuery,
  body: entryBody,
  status: 201,
  answer: entryAnswerSchema,
  codes: [
    'UnknownCurrency',
    'AmountPrecision',
    'AmountTooLarge',
    'AmountNotPositive',
    'TooFewPostings',
    'TooManyPostings',
    'TooManyAccounts',
    'UnbalancedEntry',
    'UnknownAccount',
    'CurrencyMismatch',
    'AccountClosed',
    'AccountFrozen',
    'InsufficientFunds',
  ],
} as const;

export const getEntryOperation = {
  method: 'GET',
  scope: 'entries:read',
  id: 'getJournalEntry',
  path: '/v1/journal-entries/{id}',
  summary: 'A journal entry as it was posted.',
  query: emptyQuery,
  status: 200,
  answer: entryAnswerSchema,
  codes: ['EntryNotFound'],
} as const;
