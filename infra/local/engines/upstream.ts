import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** An engine behind the front. */
export type Upstream = {
  /** Resolves with the head of the answer, whose body is still to be read. Rejects where the engine does not answer. */
  readonly send: (call: UpstreamCall) => Promise<IncomingMessage>;
  readonly close: () => void;
};

export type UpstreamCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
};

export const openUpstream = (url: string): Upstream => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  return {
    send: ({ headers, body, ...call }) =>
      new Promise((resolve, reject) => {
        const sent = request({ ...call, hostname, port, agent, headers: endToEnd(headers, body) }, resolve);
        sent.once('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
};

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect']);

const endToEnd = (headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name))),
  'content-length': String(body.length),
});

/** The headers of an answer for whoever it is passed on to, in the order and letters in which they came. */
export const passedHeaders = ({ rawHeaders }: IncomingMessage): string[] =>
  rawHeaders.filter((_text, index) => !hopByHop.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
