import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../history/exchange.ts';
import { accountsOf } from '../book.ts';
import type { Client } from '../client.ts';
import type { Say } from './settle-all.ts';
import { sideBySide } from './side-by-side.ts';

const atOnce = 6;
const pollMilliseconds = 500;
const projectionsSeconds = 300;
const sealedSeconds = 300;

export type FinalReading = {
  /** The ledger that the token speaks to. */
  readonly ledger: string;
  /** How many facts of each kind are looked up in the audit log. */
  readonly proofsOfEachKind: number;
};

/** Reads everything once more, for the history, after the projections and the audit log had their time. */
export const readAll = async (client: Client, { ledger, proofsOfEachKind }: FinalReading, say: Say): Promise<void> => {
  const { book } = client;
  const get = finalReader(client);
  const accounts = accountsOf(book);
  say('Reading all accounts, entries, holds and payouts');
  const versions = new Map<string, number>();
  await sideBySide(accounts, atOnce, async ({ id }) => {
    versions.set(id, Number(fieldOf(await get(`/v1/accounts/${id}`), 'version')));
    await get(`/v1/accounts/${id}/balance`);
  });
  await sideBySide(book.entryIds, atOnce, (id) => get(`/v1/journal-entries/${id}`));
  await sideBySide(book.transfers, atOnce, async ({ id }) => {
    const transfer = await get(`/v1/transfers/${id}`);
    const holdId = fieldOf(transfer, 'holdId');
    if (typeof holdId === 'string') await get(`/v1/holds/${holdId}`);
    for (const entryId of (fieldOf(transfer, 'entryIds') as readonly string[] | undefined) ?? [])
      await get(`/v1/journal-entries/${entryId}`);
  });
  await sideBySide(book.holds, atOnce, ({ id }) => get(`/v1/holds/${id}`));
  say('Waiting for the projections');
  await projectionsCaughtUp(client, versions);
  await sideBySide(accounts, atOnce, ({ id }) => allPages(get, `/v1/accounts/${id}/entries?limit=200`));
  await allPages(get, `/v1/accounts?limit=200&prefix=${encodeURIComponent(book.prefix)}`);
  await allPages(get, '/v1/trial-balance');
  say('Waiting for the audit log');
  await readAuditLog(client, { ledger, proofsOfEachKind });
};

type Get = (path: string) => Promise<Answer | undefined>;

const finalReader =
  ({ ask }: Client): Get =>
  (path) =>
    ask({ method: 'GET', path, purpose: 'final' });

const fieldOf = (answer: Answer | undefined, name: string): unknown =>
  Reflect.get((answer?.body ?? {}) as Readonly<Record<string, unknown>>, name);

const allPages = async (get: Get, path: string): Promise<void> => {
  const separator = path.includes('?') ? '&' : '?';
  let cursor = '';
  for (;;) {
    const next = fieldOf(await get(`${path}${cursor}`), 'nextCursor');
    if (typeof next !== 'string') return;
    cursor = `${separator}cursor=${encodeURIComponent(next)}`;
  }
};

// Waiting leaves reads of its own in the history; they are no final ones, so they may lag.
const projectionsCaughtUp = async ({ read }: Client, versions: ReadonlyMap<string, number>): Promise<void> => {
  const until = performance.now() + projectionsSeconds * 1_000;
  for (const [id, version] of versions)
    while (performance.now() < until) {
      const upTo = fieldOf(await read(`/v1/accounts/${id}/entries?limit=1`), 'upToVersion');
      if (Number(upTo) >= version) break;
      await pause(pollMilliseconds);
    }
};

const readAuditLog = async (client: Client, { ledger, proofsOfEachKind }: FinalReading): Promise<void> => {
  const { book, random } = client;
  const get = finalReader(client);
  const some = (kind: string, ids: readonly string[], version: number): readonly string[] => {
    const left = [...ids];
    const chosen = left.splice(-1);
    while (left.length > 0 && chosen.length < proofsOfEachKind)
      chosen.push(...left.splice(random.below(left.length), 1));
    return chosen.map((id) => `/v1/audit/proofs/${encodeURIComponent(`${ledger}#${kind}#${id}@${version}`)}`);
  };
  const transfers = book.transfers.map(({ id }) => id);
  const holds = book.holds.map(({ id }) => id);
  const accounts = accountsOf(book).map(({ id }) => id);
  const paths = [
    ...some('J', book.entryIds, 0),
    ...some('H', holds, 0),
    ...some('X', transfers, 0),
    ...some('A', accounts, 1),
  ];
  const until = performance.now() + sealedSeconds * 1_000;
  for (const path of paths)
    while (performance.now() < until) {
      if ((await client.read(path))?.status === 200) break;
      await pause(pollMilliseconds);
    }
  await sideBySide(paths, atOnce, get);
  await get('/v1/audit/checkpoint');
  await get('/v1/health');
};
