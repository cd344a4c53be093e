import type { Send } from '../clients/ask.ts';
import type { Exchange } from '../history/exchange.ts';
import { type AgainstOptions, WrongUse } from './read-words.ts';

/** All accounts of all runs begin with this. */
export const accountPrefix = 'invariants';

const client = 'founder';

const scopes = ['accounts', 'entries', 'holds'].flatMap((name) => [`${name}:read`, `${name}:write`]);
const payoutScopes = ['transfers:read', 'transfers:write', 'settlements:write', 'risk:read', 'risk:write'];

/** Ending and reading everything may take so long after the clients' time, in minutes. */
const endMinutes = 20;

/**
 * Makes sure that a run can begin and will harm nobody; answers the ledger that the token speaks to. Throws WrongUse,
 * before anything was written.
 */
export const checkGround = async (
  { token, minutes, withPayouts, isForced }: AgainstOptions,
  send: Send,
): Promise<string> => {
  const { ledger, scope, exp } = claimsOf(token);
  if (typeof ledger !== 'string') throw new WrongUse('The token has no claim "ledger".');
  const given = new Set(typeof scope === 'string' ? scope.split(' ') : []);
  const missing = [...scopes, 'audit:read', ...(withPayouts ? payoutScopes : [])].filter((name) => !given.has(name));
  if (missing.length > 0) throw new WrongUse(`The token lacks ${missing.join(', ')}.`);
  const needed = minutes + endMinutes;
  if (typeof exp === 'number' && exp * 1_000 < Date.now() + needed * 60_000)
    throw new WrongUse(`The token ends at ${new Date(exp * 1_000).toISOString()}; it is needed for ${needed} minutes.`);
  await answered(await send(client, { method: 'GET', path: '/v1/health' }));
  const stranger = await firstStranger(send);
  if (stranger !== undefined && !isForced)
    throw new WrongUse(
      `The ledger "${ledger}" has accounts of others, such as ${stranger}. Entries are for ever, so take a token for a ` +
        'ledger of its own, such as "invariants"; or say --force.',
    );
  return ledger;
};

// Read, and not verified: that is the deployment's business.
const claimsOf = (token: string): Readonly<Record<string, unknown>> => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims === 'object' && claims !== null) return claims as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, as of everything that is no token.
  }
  throw new WrongUse('The token is no JWT.');
};

const answered = (exchange: Exchange): unknown => {
  const { method, path, answer, failure } = exchange;
  if (answer?.status === 200) return answer.body;
  const what = failure ?? `${answer?.status} ${JSON.stringify(answer?.body)}`;
  throw new WrongUse(`${method} ${path} was answered ${what}.`);
};

type Page = { readonly items: readonly { readonly id: string }[]; readonly nextCursor: string | null };

/** The first account that no run of ours has opened. */
const firstStranger = async (send: Send): Promise<string | undefined> => {
  let cursor = '';
  for (;;) {
    const path = `/v1/accounts?limit=200${cursor}`;
    const { items, nextCursor } = answered(await send(client, { method: 'GET', path })) as Page;
    const stranger = items.find(({ id }) => !id.startsWith(`${accountPrefix}:`));
    if (stranger !== undefined || nextCursor === null) return stranger?.id;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
};
