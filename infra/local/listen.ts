import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = {
  readonly url: string;
  readonly port: number;
  /** Refuses new connections, and lets the requests in flight be answered: at most `drainMilliseconds`. */
  readonly stop: () => Promise<void>;
};

const drainMilliseconds = 10_000;
const localHost = '127.0.0.1';

/** Starts a server; port 0 is any free one. Rejects where the port is taken. Idle connections stay until `stop`. */
export const listen = async (
  server: Server,
  { port = 0, host = localHost }: { readonly port?: number | undefined; readonly host?: string } = {},
): Promise<Listening> => {
  // A connection that the server closes first fails whatever its client was about to send.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const actual = (server.address() as AddressInfo).port;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${actual}`, port: actual, stop: () => close(server) };
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), drainMilliseconds);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
