import { join } from 'node:path';
import type { AccountId } from '../../domain/accounts/account.ts';
import { accountOf } from '../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../domain/accounts/stripe.ts';
import type { TrailAsked } from '../../domain/audit/trail/trail-policy.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { makeTrail } from '../../functions/runtime/trail/make-trail.ts';
import type { TrailStory } from '../arbitraries/trail-stories.ts';
import { day } from '../support/closed-log.ts';
import { accountId } from '../support/test-ledger.ts';
import { toldTrailStory } from '../support/told-trail-story.ts';

/** A trail in a folder, and what the ledger itself says of its accounts at the end. */
export type MadeTrail = {
  readonly name: string;
  readonly folder: string;
  /** Debits less credits by account id, in millionths: other arithmetic than the trail's. */
  readonly balances: ReadonlyMap<string, bigint>;
};

/** The trails of a story: of everything, of a period if it has one, and of some accounts. */
export const madeTrails = async (
  story: TrailStory,
  { folder, number }: { readonly folder: string; readonly number: number },
): Promise<readonly MadeTrail[]> => {
  const log = await toldTrailStory(story);
  const ids = story.accounts.map(({ id }) => accountId(id));
  const withStripes = (asked: readonly AccountId[]): readonly AccountId[] =>
    story.accounts.flatMap(({ id, stripes }) =>
      asked.includes(accountId(id)) ? [accountId(id), ...stripeIdsOf(accountId(id), stripes)] : [],
    );
  const some = ids.filter((_, index) => index % 2 === number % 2);
  const everything: TrailAsked = { from: null, to: null, accounts: null };
  const period: TrailAsked = { ...everything, from: day(0) };
  const hasPeriod = log.closes.length > 1;
  const asked: readonly (readonly [string, TrailAsked])[] = [
    ['whole', everything],
    ...(hasPeriod ? [['period', period] as const] : []),
    ['accounts', { ...(hasPeriod ? period : everything), accounts: some }],
  ];
  const made: MadeTrail[] = [];
  for (const [kind, each] of asked) {
    const name = `${number}-${kind}`;
    const target = join(folder, name);
    const parts = { ledger: 'main', asked: each, archive: log.archive, digest: bytesSha256, folder: target };
    const trail = await makeTrail({ ...parts, assetsFolder });
    if (!trail.ok) throw new Error(`${name}: ${trail.rejection.code}`);
    made.push({ name, folder: target, balances: await balancesOf(log.ledger, withStripes(each.accounts ?? ids)) });
  }
  return made;
};

const assetsFolder = join(import.meta.dirname, '../../functions/trail/assets');

const balancesOf = async (ledger: Ledger, ids: readonly AccountId[]): Promise<ReadonlyMap<string, bigint>> => {
  const balances = new Map<string, bigint>();
  for (const id of ids) {
    const [head] = await ledger.eventStore.load([streamIdOf('main', 'account', id)], 'strong');
    if (head?.newest === undefined) throw new Error(`${id} is not open`);
    const { debits, credits } = accountOf(head.newest);
    balances.set(id, millionths(debits.amount) - millionths(credits.amount));
  }
  return balances;
};

/** Decimal text as a whole number of millionths. */
export const millionths = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.split('.');
  if (!/^-?\d+$/.test(whole) || !/^\d{0,6}$/.test(fraction)) throw new Error(`${text} is no amount`);
  return BigInt(`${whole}${fraction.padEnd(6, '0')}`);
};
