import { once } from 'node:events';
import http, { Agent, type ClientRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { heldRequest } from '../../../../infra/local/functions/held-request.ts';
import { listen } from '../../../../infra/local/listen.ts';

type Place = { readonly url: string; readonly port: number; readonly connections: () => number };

const stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const place = async (answer: RequestListener): Promise<Place> => {
  let connections = 0;
  const server = http.createServer(answer).on('connection', () => {
    connections += 1;
  });
  const { url, port, stop } = await listen(server);
  stops.push(stop, () => server.closeAllConnections());
  return { url, port, connections: () => connections };
};

const named = (name: string) => place((request, response) => request.resume().on('end', () => response.end(name)));

const keepingAgent = (): Agent => {
  const agent = new Agent({ keepAlive: true });
  stops.push(() => agent.destroy());
  return agent;
};

const held = ({ port }: Place, more: http.RequestOptions = {}) =>
  heldRequest(http, [{ host: '127.0.0.1', port, method: 'POST', agent: keepingAgent(), ...more }]);

const answerOf = async (request: ClientRequest): Promise<string> => {
  const [response]: IncomingMessage[] = await once(request, 'response');
  let text = '';
  for await (const part of response ?? []) text += part;
  return text;
};

const endOf = async (request: ClientRequest): Promise<string> => {
  const [[error]] = await Promise.all([
    once(request, 'error'),
    new Promise((resolve) => request.once('close', resolve)),
  ]);
  return error.name === 'Error' ? (error.code ?? error.message) : error.name;
};

const soon = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('held request', () => {
  it('connects to nobody before it is released, then to where it was meant to go', async () => {
    const meant = await named('meant');
    const { request, release } = held(meant);
    request.end('body');
    await soon();
    expect(meant.connections()).toBe(0);
    release(undefined);
    expect(await answerOf(request)).toBe('meant');
  });

  it('goes to another address where one is given', async () => {
    const [meant, other] = [await named('meant'), await named('other')];
    const { request, release } = held(meant);
    release(other.url);
    request.end('body');
    expect(await answerOf(request)).toBe('other');
    expect(meant.connections()).toBe(0);
  });

  it('uses a connection again that its agent keeps to the same address, and no other', async () => {
    const [meant, other] = [await named('meant'), await named('other')];
    const agent = keepingAgent();
    const answers: string[] = [];
    for (const address of [other.url, undefined, other.url, undefined, other.url]) {
      const { request, release } = held(meant, { agent });
      release(address);
      request.end('body');
      answers.push(await answerOf(request));
      await soon();
    }
    expect(answers).toEqual(['other', 'meant', 'other', 'meant', 'other']);
    expect([meant.connections(), other.connections()]).toEqual([1, 1]);
  });

  it.each([
    ['an address', ({ url }: Place) => [url]],
    ['an address and options over it', ({ url }: Place) => [new URL(url), { method: 'POST' }]],
    ['no agent', ({ port }: Place) => [{ port, host: '127.0.0.1' }]],
    ['no agent wanted', ({ port }: Place) => [{ port, host: '127.0.0.1', agent: false }]],
  ])('may be made with %s', async (_what, argumentsFor) => {
    const meant = await named('meant');
    const { request, release } = heldRequest(http, argumentsFor(meant));
    await soon();
    expect(meant.connections()).toBe(0);
    release(undefined);
    request.end();
    expect(await answerOf(request)).toBe('meant');
  });

  it('ends as any other when it is destroyed, and cannot be released then', async () => {
    const meant = await named('meant');
    const { request, release } = held(meant);
    const ended = endOf(request);
    request.destroy();
    expect(await ended).toBe('ECONNRESET');
    release(undefined);
    await soon();
    expect(meant.connections()).toBe(0);
  });

  it('ends when its signal is aborted, before it is made or after', async () => {
    const meant = await named('meant');
    expect(await endOf(held(meant, { signal: AbortSignal.abort() }).request)).toBe('AbortError');
    const later = new AbortController();
    const ended = endOf(held(meant, { signal: later.signal }).request);
    later.abort();
    expect(await ended).toBe('AbortError');
    expect(meant.connections()).toBe(0);
  });

  it('can be destroyed when it has been released', async () => {
    const silent = await place(() => undefined);
    const { request, release } = held(silent);
    release(undefined);
    request.end();
    const ended = endOf(request);
    await soon();
    request.destroy();
    expect(await ended).toBe('ECONNRESET');
  });

  it.each([
    ['in its options', { timeout: 50 }],
    ['by call', {}],
  ])('minds a timeout that was set %s', async (_where, options) => {
    const silent = await place(() => undefined);
    const { request, release } = held(silent, options);
    if (!('timeout' in options)) request.setTimeout(50);
    release(undefined);
    request.end();
    await once(request, 'timeout');
    const ended = endOf(request);
    request.destroy();
    expect(await ended).toBe('ECONNRESET');
  });

  it('fails as any other where nobody listens', async () => {
    const { request, release } = heldRequest(http, [{ host: '127.0.0.1', port: 1, agent: keepingAgent() }]);
    release(undefined);
    request.end();
    expect(await endOf(request)).toBe('ECONNREFUSED');
  });
});
