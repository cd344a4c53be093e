import type { Operation } from '../operation.ts';
import type { ProblemCode } from '../status-of.ts';

/** Every code that an operation may be refused with: its own, and those that come with its method and its scope. */
export const codesOf = ({ method, scope, codes }: Operation): readonly ProblemCode[] => [
  'MalformedRequest',
  'UnknownProperty',
  ...(method !== 'GET' ? writeCodes : []),
  ...(scope === undefined ? [] : accessCodes),
  ...codes,
  'InternalError',
  'TryAgain',
];

const accessCodes = ['Unauthenticated', 'Forbidden'] as const;

const writeCodes = ['MalformedAmount', 'IdempotencyKeyMissing', 'RequestTooLarge', 'IdempotencyKeyMisused'] as const;
