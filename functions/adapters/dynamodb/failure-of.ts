import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';

/** Errors that will come again however often the same request is sent. */
const permanentNames: ReadonlySet<string> = new Set([
  'ValidationException',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'IdempotentParameterMismatchException',
  'SerializationException',
]);

/** The reasons of a cancelled transaction, in the order of its items; undefined for any other error. */
export const cancellationReasonsOf = (error: unknown): readonly CancellationReason[] | undefined =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : undefined;

/** An error of an AWS client as one of our failures, with the error as its cause. */
export const failureOf = (error: unknown): TransientFailure | PermanentFailure => {
  const name = error instanceof Error ? error.name : 'unknown error';
  const message = error instanceof Error ? error.message : String(error);
  return permanentNames.has(name)
    ? new PermanentFailure(`${name}: ${message}`, { cause: error })
    : new TransientFailure(`${name}: ${message}`, { cause: error });
};
