import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A browser without a window and without a network, spoken to by the Chrome DevTools Protocol over two pipes. */
export type Browser = {
  /** Opens a page of its own; `onEvent` is told of all that happens in it. */
  readonly open: (url: string, onEvent?: (method: string, values: CdpValues) => void) => Promise<Page>;
  readonly close: () => Promise<void>;
};

export type Page = {
  readonly send: (method: string, values?: CdpValues) => Promise<CdpValues>;
  /** The value of an expression in the page. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Waits until an expression is true. Throws an Error after `waitMilliseconds`. */
  readonly until: (expression: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type CdpValues = Readonly<Record<string, unknown>>;

type Answer = CdpValues & { readonly id?: number; readonly method?: string; readonly sessionId?: string };

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const waitMilliseconds = 60_000;
const pauseMilliseconds = 50;

/** The browser that is installed, or the one that Debian has. Throws an Error that says what to install otherwise. */
export const installedBrowser = (): string => {
  const found = () => names.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found() === undefined)
    for (const words of [['update'], ['install', '-y', 'chromium']]) spawnSync('apt-get', words, { stdio: 'ignore' });
  const name = found();
  if (name === undefined) throw new Error('Not installed: chromium. On Debian: apt-get install chromium');
  return name;
};

export const startBrowser = (name: string): Browser => {
  const profile = mkdtempSync(join(tmpdir(), 'quipu-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', '--no-first-run'];
  // No name has an address, so whatever asks for the network fails.
  const offline = ['--host-resolver-rules=MAP * ~NOTFOUND', '--disable-background-networking'];
  const child = spawn(name, [...flags, ...offline, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const { send, listen } = connected(child);
  return {
    open: async (url, onEvent = () => {}) => {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const page = pageOf((method, values) => send(method, values, String(sessionId)), {
        close: async () => void (await send('Target.closeTarget', { targetId })),
      });
      listen(String(sessionId), onEvent);
      for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await page.send(`${domain}.enable`);
      await page.send('Page.navigate', { url });
      await page.until(`document.readyState === 'complete' && location.href !== 'about:blank'`);
      return page;
    },
    close: async () => {
      const closed = new Promise((resolve) => child.once('close', resolve));
      await send('Browser.close').catch(() => child.kill());
      await closed;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const pageOf = (send: Page['send'], { close }: Pick<Page, 'close'>): Page => {
  const evaluate: Page['evaluate'] = async (expression) => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    return (result as CdpValues)['value'];
  };
  const until: Page['until'] = async (expression) => {
    for (let waited = 0; (await evaluate(expression)) !== true; waited += pauseMilliseconds) {
      if (waited > waitMilliseconds) throw new Error(`Never true in the page: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  };
  return { send, evaluate, until, close };
};

/** Messages end with a NUL, in both directions. */
const connected = (child: ChildProcess) => {
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve: (values: CdpValues) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, (method: string, values: CdpValues) => void>();
  let [last, rest] = [0, ''];
  const take = ({ id, method, sessionId, ...message }: Answer): void => {
    const { result = {}, params = {}, error } = message as Record<string, CdpValues | undefined>;
    if (method !== undefined) {
      listeners.get(sessionId ?? '')?.(method, params);
      return;
    }
    const waiter = waiting.get(id ?? 0);
    waiting.delete(id ?? 0);
    if (error === undefined) waiter?.resolve(result);
    else waiter?.reject(new Error(String(error['message'])));
  };
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) take(JSON.parse(message));
  });
  child.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The browser has ended'));
  });
  return {
    listen: (sessionId: string, listener: (method: string, values: CdpValues) => void) =>
      void listeners.set(sessionId, listener),
    send: (method: string, params: CdpValues = {}, sessionId?: string): Promise<CdpValues> =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        input.write(
          `${JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
        );
      }),
  };
};
