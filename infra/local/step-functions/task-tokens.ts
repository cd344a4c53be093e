import { createHash, randomUUID } from 'node:crypto';
import { ServiceError } from './service-error.ts';

/** What a task that waits for its token is told. */
export type TokenSignal =
  | { readonly kind: 'success'; readonly output: unknown }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string }
  | { readonly kind: 'heartbeat' };

/**
 * The tokens of one life of the stack. A token names its execution, so that one of an earlier life is told from
 * nonsense.
 */
export type TaskTokens = {
  readonly make: (executionArn: string) => string;
  readonly open: (token: string, receive: (signal: TokenSignal) => void) => void;
  readonly close: (token: string) => void;
  /** Throws `InvalidToken`, `TaskDoesNotExist` or `TaskTimedOut` as a `ServiceError`. */
  readonly signal: (token: string, signal: TokenSignal) => void;
};

const checkLength = 16;

export const taskTokens = (executionExists: (executionArn: string) => boolean): TaskTokens => {
  const waiting = new Map<string, (signal: TokenSignal) => void>();
  return {
    make: (executionArn) => {
      const text = `${executionArn} ${randomUUID()}`;
      return Buffer.from(`${checkOf(text)}${text}`).toString('base64url');
    },
    open: (token, receive) => void waiting.set(token, receive),
    close: (token) => void waiting.delete(token),
    signal: (token, signal) => {
      const receive = waiting.get(token);
      if (receive === undefined) {
        throw refusalOf(token, executionExists);
      }
      receive(signal);
    },
  };
};

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, checkLength);

const refusalOf = (token: string, executionExists: (executionArn: string) => boolean): ServiceError => {
  const decoded = Buffer.from(token, 'base64url').toString('utf8');
  const text = decoded.slice(checkLength);
  if (checkOf(text) !== decoded.slice(0, checkLength)) {
    return new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
  const executionArn = text.split(' ')[0] ?? '';
  return executionExists(executionArn)
    ? new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
    : new ServiceError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'");
};
