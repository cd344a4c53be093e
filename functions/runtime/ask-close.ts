import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Close } from '../../domain/audit/close/close-line.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';

/** A request to close a ledger's log. */
export type CloseDemand = {
  readonly ledger: string;
  /** Derives from the request's Idempotency-Key. */
  readonly requestId: string;
  readonly fingerprint: string;
  readonly actor: string;
  /** Whether the close is only to be thought of. */
  readonly dryRun: boolean;
};

/** `replayed`: the same request came before. */
export type DemandOutcome =
  | { readonly code: 'Closed'; readonly replayed: boolean; readonly close: Close & { readonly index: number } }
  | { readonly code: 'IdempotencyKeyMisused' };

/**
 * Has a log closed, and waits for it. The same demand may be made again, and makes one close. Fails with
 * TransientFailure where it takes longer than a caller waits: it goes on, and a repetition is told.
 */
export type AskClose = (demand: CloseDemand) => Promise<DemandOutcome>;

/** A caller of the API is answered within the time that its function has. */
const waitMillisecondsMaximum = 12_000;

/** Asks the audit function, which alone writes the archive. */
export const askClose =
  ({ lambda, functionName }: { readonly lambda: LambdaClient; readonly functionName: string }): AskClose =>
  async (closeFor) => {
    const answer = await invoked(lambda, { functionName, payload: JSON.stringify({ closeFor }) });
    const parsed: unknown = JSON.parse(answer.text);
    if (answer.error === undefined) return parsed as DemandOutcome;
    const { errorType, errorMessage } = parsed as { readonly errorType?: string; readonly errorMessage?: string };
    if (errorType === 'InvariantViolation') throw new InvariantViolation(`Audit cannot close: ${errorMessage}`);
    throw new TransientFailure(`Audit could not close: ${errorType ?? answer.error}`);
  };

const invoked = async (
  lambda: LambdaClient,
  { functionName, payload }: { readonly functionName: string; readonly payload: string },
): Promise<{ readonly text: string; readonly error: string | undefined }> => {
  try {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) });
    const abortSignal = AbortSignal.timeout(waitMillisecondsMaximum);
    const { Payload, FunctionError } = await lambda.send(command, { abortSignal });
    return { text: Payload?.transformToString() ?? 'null', error: FunctionError };
  } catch (cause) {
    throw new TransientFailure('Audit was not reached, or has not closed yet', { cause });
  }
};
