import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Json, JsonObject } from '../../domain/shared/json.ts';
import { isJsonObject, objectsOf, textOf } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';
import type { Connection } from '../stack/find-connection.ts';

export type ApiPost = {
  readonly body?: JsonObject;
  /** The Idempotency-Key; a fresh one where none is given. */
  readonly key?: string | undefined;
  readonly query?: Readonly<Record<string, string | undefined>>;
};

/** What a request made, and whether an earlier request with the same key had made it. */
export type Posted = { readonly document: JsonObject; readonly replayed: boolean };

/** The HTTP API. Its answers are JSON objects; a problem document is thrown as CommandFailed. */
export type ApiClient = {
  readonly get: (path: string, query?: Readonly<Record<string, string | undefined>>) => Promise<JsonObject>;
  readonly post: (path: string, request: ApiPost) => Promise<Posted>;
  readonly delete: (path: string, request: Pick<ApiPost, 'key' | 'query'>) => Promise<Posted>;
};

/** How often a request that the API was too busy for is sent again; nothing has happened by then. */
const busyAttemptsMaximum = 6;
const busyPauseMilliseconds = 250;
const requestTimeoutMilliseconds = 30_000;

export const apiClient = (connection: Connection): ApiClient => ({
  get: async (path, query = {}) =>
    (await answered(connection, { method: 'GET', url: addressOf(connection, path, query) })).document,
  post: async (path, { body = {}, key = randomUUID(), query = {} }) => {
    const url = addressOf(connection, path, query);
    return answered(connection, { method: 'POST', url, body: JSON.stringify(body), key });
  },
  delete: (path, { key = randomUUID(), query = {} }) =>
    answered(connection, { method: 'DELETE', url: addressOf(connection, path, query), key }),
});

type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly body?: string;
  readonly key?: string;
};

const addressOf = ({ url }: Connection, path: string, query: Readonly<Record<string, string | undefined>>): URL => {
  const address = new URL(`${url.replace(/\/$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
  return address;
};

const answered = async (connection: Connection, request: ApiRequest): Promise<Posted> => {
  for (let attempt = 1; ; attempt += 1) {
    const response = await sent(connection, request);
    const document = await documentOf(response);
    if (response.ok && isJsonObject(document))
      return { document, replayed: response.headers.get('idempotency-replayed') === 'true' };
    if (response.status !== 503 || attempt === busyAttemptsMaximum) throw failureOf(response, document, request);
    await pause(busyPauseMilliseconds * attempt);
  }
};

const sent = async ({ token }: Connection, { method, url, body, key }: ApiRequest): Promise<Response> => {
  const headers: Record<string, string> = {
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  const signal = AbortSignal.timeout(requestTimeoutMilliseconds);
  try {
    return await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new CommandFailed(`${url.origin} does not answer: ${String(cause)}${repetition(key)}`);
  }
};

const documentOf = async (response: Response): Promise<Json | undefined> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const failureOf = (response: Response, document: Json | undefined, { url, key }: ApiRequest): CommandFailed => {
  const code = textOf(document, 'code');
  if (document === undefined || code === '')
    return new CommandFailed(`${url.origin} answered ${response.status} without a problem document${repetition(key)}`);
  const parts = objectsOf(document, 'errors').map(
    (fault) => `\n  ${textOf(fault, 'pointer') || '/'}: ${textOf(fault, 'code')}: ${textOf(fault, 'detail')}`,
  );
  const again = response.status >= 500 ? repetition(key) : '';
  return new CommandFailed(`${code}: ${textOf(document, 'detail')}${parts.join('')}${again}`, document);
};

// The answer to a request may be lost after it took effect; with the same key it takes effect once however often it is
// sent.
const repetition = (key: string | undefined): string =>
  key === undefined ? '' : `\nIt is safe to repeat this with --key ${key}`;
