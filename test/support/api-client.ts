/** A JSON answer; tests say which members they expect by comparing. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
};

export type Asking = {
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  /** The Idempotency-Key; a fresh one where none is given, none at all where null. */
  readonly key?: string | null;
  /** Null for no token. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Api = {
  readonly get: (path: string, asking?: Asking) => Promise<Answer>;
  readonly post: (path: string, asking: Asking) => Promise<Answer>;
  readonly delete: (path: string, asking?: Asking) => Promise<Answer>;
};

let keys = 0;

/** The public HTTP API of a stack, as any client would call it. */
export const apiClient = ({ url, token }: { readonly url: string; readonly token: string }): Api => {
  const ask = async (method: string, path: string, asking: Asking): Promise<Answer> => {
    keys += 1;
    const key = asking.key === undefined ? `test ${process.pid} ${keys}` : asking.key;
    const bearer = asking.token === undefined ? token : asking.token;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key }),
        ...asking.headers,
      },
      ...(method === 'GET' ? {} : { body: asking.text ?? JSON.stringify(asking.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : parsed(text) };
  };
  return {
    get: (path, asking = {}) => ask('GET', path, asking),
    post: (path, asking) => ask('POST', path, asking),
    delete: (path, asking = {}) => ask('DELETE', path, { body: {}, ...asking }),
  };
};

const parsed = (text: string): Answer['body'] => {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return { text };
  }
};

/** Opens accounts, all in one currency. */
export const openAccounts = async (
  api: Api,
  accounts: Readonly<
    Record<
      string,
      { readonly type: string; readonly floor?: string; readonly currency?: string; readonly stripes?: number }
    >
  >,
): Promise<void> => {
  for (const [id, { type, floor = null, currency = 'USD', stripes = 1 }] of Object.entries(accounts)) {
    const answer = await api.post('/v1/accounts', { body: { id, name: id, type, currency, floor, stripes } });
    if (answer.status !== 201) throw new Error(`${id} was not opened: ${JSON.stringify(answer.body)}`);
  }
};

/** The body of an entry of one debit and one credit. */
export const entryOf = (debited: string, credited: string, amount: string, currency = 'USD') => ({
  description: 'Test',
  effectiveDate: '2026-11-23',
  postings: [
    { accountId: debited, side: 'debit', amount, currency },
    { accountId: credited, side: 'credit', amount, currency },
  ],
});
