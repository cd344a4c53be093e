import { accountsOf, type DoneWrite } from '../book.ts';
import type { Client } from '../client.ts';

/** Looks at something, as somebody who has to rely on it. */
export const look = async ({ random, book, read }: Client): Promise<void> => {
  const { id } = random.oneOf(accountsOf(book));
  const entryId = random.perhapsOneOf(book.entryIds);
  const hold = random.perhapsOneOf(book.holds);
  const paths = [
    `/v1/accounts/${id}/balance`,
    `/v1/accounts/${id}/balance`,
    `/v1/accounts/${id}`,
    `/v1/accounts/${id}/entries?limit=${random.between(1, 200)}`,
    '/v1/trial-balance',
    `/v1/accounts?limit=50&prefix=${encodeURIComponent(book.prefix)}`,
    '/v1/audit/checkpoint',
    ...(entryId === undefined ? [] : [`/v1/journal-entries/${entryId}`]),
    ...(hold === undefined ? [] : [`/v1/holds/${hold.id}`]),
  ];
  await read(random.oneOf(paths));
};

/** Sends again what was accepted: word for word, or something else under its key. */
export const repeat = async ({ random, book, ask }: Client): Promise<void> => {
  const done = random.perhapsOneOf(random.chance(0.5) ? book.done : book.done.slice(-10));
  if (done === undefined) return;
  const { path, key, body } = done;
  const other = random.chance(0.6) ? undefined : altered(path, body);
  if (other === undefined) await ask({ method: 'POST', path, key, body, purpose: 'repeat' });
  else await ask({ method: 'POST', path, key, body: other, purpose: 'misuse' });
};

/** Another request that would be right by itself; undefined where there is only one that is. */
const altered = (path: string, body: DoneWrite['body']): DoneWrite['body'] | undefined => {
  if (/\/(void|freeze|unfreeze|close|resolution)$/.test(path)) return undefined;
  if (path.endsWith('/limits')) return { floor: '123456' };
  if (path.endsWith('/captures')) return { ...body, metadata: { misused: 'yes' } };
  if (path.endsWith('/settlements')) return { ...body, detail: 'Something else' };
  if (path === '/v1/accounts') return { ...body, name: 'Something else' };
  return { ...body, description: 'Something else' };
};
