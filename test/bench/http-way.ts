import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import type { LocalStack } from '../support/local-stack.ts';
import { type AccountsOf, stripesOf } from './engine-ways.ts';
import type { PostOne } from './measure.ts';

/** Journal entries over HTTP, on accounts opened for them. */
export const httpWay = async (
  { url, token }: Pick<LocalStack, 'url' | 'token'>,
  accountsOf: AccountsOf,
  accounts: readonly string[],
): Promise<PostOne> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (path: string, key: string, body: unknown): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
      const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      sent.once('error', reject);
      sent.end(JSON.stringify(body));
    });
  for (const id of accounts) {
    const body = { id, name: id, type: 'asset', currency: 'USD', stripes: stripesOf(id) };
    await send('/v1/accounts', `open ${id}`, body);
  }
  return async (sequence) => {
    const [debited, credited] = accountsOf(sequence);
    const legs = [
      { accountId: debited, side: 'debit', amount: '1.00', currency: 'USD' },
      { accountId: credited, side: 'credit', amount: '1.00', currency: 'USD' },
    ];
    return (await send('/v1/journal-entries', `bench ${sequence}`, { description: 'Test', postings: legs })) === 201;
  };
};

/** How long the consumers may take to catch up before the next slice, in seconds. */
const catchUpSeconds = 120;

/**
 * Waits until the stack's consumers have nothing to do: what they do while entries are posted counts, since users have
 * it too; what is left over would slow down the other ways. The lag of a consumer that lacks something grows as one
 * looks.
 */
export const consumersDone = async ({ url }: Pick<LocalStack, 'url'>): Promise<void> => {
  const health = async (): Promise<string> => (await fetch(`${url}/v1/health`)).text();
  await eventually(
    async () => {
      const before = await health();
      await pause(500);
      return [before, await health()];
    },
    ([before, after]) => before === after,
    catchUpSeconds,
  );
};
