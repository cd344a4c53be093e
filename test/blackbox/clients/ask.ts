import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Exchange, isDefinite, type Purpose } from '../history/exchange.ts';
import type { Recorder } from '../history/recorder.ts';
import type { Random } from './random.ts';

/** Where the ledger is at the moment. A stack that comes back has another address. */
export type Target = { readonly url: () => string; readonly token: () => string };

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly key?: string;
  readonly body?: unknown;
  /** To work, where not said otherwise. */
  readonly purpose?: Purpose;
};

/** Sends one request once. */
export type Send = (client: string, request: Request) => Promise<Exchange>;

/** The gateway takes the token no more: there is no point in going on. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** Longer than API Gateway ever waits for a function. */
const attemptMilliseconds = 45_000;

export const sender =
  (target: Target, recorder: Recorder): Send =>
  async (client, { method, path, key = null, body = null, purpose = 'work' }) => {
    const begun = performance.now();
    const { answer, failure } = await attempt(target, { method, path, key, body });
    const exchange = { client, purpose, method, path, key, body, begun, ended: performance.now(), answer, failure };
    recorder.add(exchange);
    return exchange;
  };

type Attempted = Pick<Exchange, 'method' | 'path' | 'key' | 'body'>;

const attempt = async (
  target: Target,
  { method, path, key, body }: Attempted,
): Promise<Pick<Exchange, 'answer' | 'failure'>> => {
  try {
    const response = await fetch(`${target.url()}${path}`, {
      method,
      signal: AbortSignal.timeout(attemptMilliseconds),
      headers: {
        authorization: `Bearer ${target.token()}`,
        ...(key === null ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    const isReplay = response.headers.get('idempotency-replayed') === 'true';
    return { answer: { status: response.status, isReplay, body: parsed(text) }, failure: null };
  } catch (error) {
    return { answer: null, failure: reasonOf(error) };
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : `${error.name}: ${error.message}`;
};

/** Nobody asks for the same thing for longer. Far longer than any fault lasts. */
const patienceMilliseconds = 5 * 60_000;
const waitFirst = 100;
const waitMaximum = 1_500;

export type Asking = {
  readonly send: Send;
  readonly random: Random;
};

/**
 * Sends a request with its key until somebody says for good what became of it. Undefined where nobody did for
 * five minutes. Throws TokenRefused.
 */
export const askUntilDefinite = async (
  client: string,
  request: Request,
  { send, random }: Asking,
): Promise<Answer | undefined> => {
  const giveUpAt = performance.now() + patienceMilliseconds;
  for (let wait = waitFirst; ; wait = Math.min(2 * wait, waitMaximum)) {
    const exchange = await send(client, request);
    if (exchange.answer !== null && isDefinite(exchange)) return exchange.answer;
    const status = exchange.answer?.status;
    if (status === 401 || status === 403) throw new TokenRefused(`${request.method} ${request.path}: ${status}`);
    if (performance.now() > giveUpAt) return undefined;
    await pause(wait / 2 + random.below(wait));
  }
};
