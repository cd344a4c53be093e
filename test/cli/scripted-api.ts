import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Json } from '../../domain/shared/json.ts';

export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

export type ScriptedAnswer = {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An HTTP API that gives its answers in turn, the last one for ever, and keeps what it was asked. */
export type ScriptedApi = {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
  readonly stop: () => Promise<void>;
};

export const scriptedApi = async (...answers: readonly ScriptedAnswer[]): Promise<ScriptedApi> => {
  const received: ReceivedRequest[] = [];
  const server: Server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = method === 'POST' ? await json(request) : undefined;
    const answer = answers[Math.min(received.length, answers.length - 1)];
    received.push({ method, path: url, headers, body });
    response.writeHead(answer?.status ?? 500, { 'content-type': 'application/json', ...answer?.headers });
    response.end(JSON.stringify(answer?.body ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
