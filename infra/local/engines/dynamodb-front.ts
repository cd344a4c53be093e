import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isObject } from '../is-object.ts';
import { listen } from '../listen.ts';
import type { ByEngine, EngineName } from './by-engine.ts';
import { answerJson, failCall, refuseSplit } from './front-answer.ts';
import { type FrontCall, frontRoute } from './front-route.ts';
import { knownTables, listTables } from './list-tables.ts';
import { openUpstream, passedHeaders, type Upstream, type UpstreamCall } from './upstream.ts';

export type DynamodbFront = { readonly url: string; readonly stop: () => Promise<void> };

type Front = { readonly upstreams: ByEngine<Upstream>; readonly tables: Map<string, EngineName> };

/**
 * Makes one DynamoDB endpoint of the two engines: passes each call to the engine of its tables, and the answer back as
 * it is. Refuses what names tables of both at once, because nothing can be done in two engines together.
 */
export const startDynamodbFront = async (urls: ByEngine<string>): Promise<DynamodbFront> => {
  const upstreams = { withStream: openUpstream(urls.withStream), withoutStream: openUpstream(urls.withoutStream) };
  const front = { upstreams, tables: await knownTables(upstreams) };
  const server = createServer((request, response) => {
    serve(request, response, front).catch((error) => failCall(response, error));
  });
  const { url, stop } = await listen(server);
  return {
    url,
    stop: async () => {
      server.closeAllConnections();
      await stop();
      upstreams.withStream.close();
      upstreams.withoutStream.close();
    },
  };
};

const serve = async (request: IncomingMessage, response: ServerResponse, front: Front): Promise<void> => {
  const sent = await readCall(request, goneSignal(response));
  const call = { operation: operationOf(request.headers['x-amz-target']), input: parsed(sent.body) };
  const route = frontRoute(call, front.tables);
  if (route === 'split') refuseSplit(response);
  else if (route === 'both') {
    const { status, body } = await listTables(front.upstreams, sent);
    answerJson(response, status, body);
  } else {
    const answer = await front.upstreams[route].send(sent);
    if (answer.statusCode === 200) noteTables(front.tables, call, route);
    response.writeHead(answer.statusCode ?? 500, answer.statusMessage, passedHeaders(answer));
    await pipeline(answer, response);
  }
};

const readCall = async (request: IncomingMessage, signal: AbortSignal): Promise<UpstreamCall> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { method = 'POST', url: path = '/', headers } = request;
  return { method, path, headers, body: Buffer.concat(parts), signal };
};

// A client that goes away takes its call with it, as if it had spoken to the engine itself.
const goneSignal = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
};

const operationOf = (target: unknown): string => (typeof target === 'string' ? (target.split('.')[1] ?? '') : '');

// What is no JSON is for the engine to refuse.
const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

const noteTables = (tables: Front['tables'], { operation, input }: FrontCall, engine: EngineName): void => {
  const name = isObject(input) ? input['TableName'] : undefined;
  if (typeof name !== 'string') return;
  if (operation === 'CreateTable') tables.set(name, engine);
  if (operation === 'DeleteTable') tables.delete(name);
};
