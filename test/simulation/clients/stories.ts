import type { AccountType } from '../../../domain/accounts/account.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import type { Random } from '../world/random.ts';
import { ledgerName, type World } from '../world/world.ts';
import { type Ask, type Leg, move } from './ask.ts';
import type { Clients } from './client.ts';
import { rushIn } from './rush.ts';

type Account = {
  readonly account: string;
  readonly type: AccountType;
  readonly currency: string;
  readonly floor: bigint | undefined;
};

const accounts: readonly Account[] = [
  { account: 'bank', type: 'asset', currency: 'USD', floor: undefined },
  { account: 'sellers:1', type: 'liability', currency: 'USD', floor: 0n },
  { account: 'sellers:2', type: 'liability', currency: 'USD', floor: -500n },
  { account: 'fees', type: 'income', currency: 'USD', floor: undefined },
  { account: 'till', type: 'asset', currency: 'JPY', floor: 0n },
  { account: 'vault', type: 'equity', currency: 'JPY', floor: undefined },
];

const destinations = [
  'sim-accept',
  'sim-accept',
  'sim-refuse',
  'sim-timeout',
  'sim-late',
  'sim-return',
  'sim-silent',
  'sim-unheard',
];
const mayClose = ['spare:1', 'spare:2'];
const minute = 60_000;

/** What clients wish for, as often as it is named. */
const kinds = [
  ...(['post', 'post', 'post', 'hold', 'hold', 'capture', 'capture'] as const),
  ...(['void', 'change', 'transfer', 'transfer', 'open'] as const),
];

export type StoryOptions = {
  /** Whether the wish of this key is asked for; all are, where nothing is said. */
  readonly mayWish?: ((key: string) => boolean) | undefined;
};

/** Several clients, each with wishes of its own, on the same few accounts. Answers once all wishes were asked for. */
export const tellStories = async (
  world: World,
  clients: Clients,
  { mayWish = () => true }: StoryOptions = {},
): Promise<void> => {
  const want: Want = async (ask, key) => (mayWish(key) ? clients.want(ask, key) : undefined);
  await Promise.all(
    accounts.map((account) =>
      want({ kind: 'open', ...account, ...stripesIn(world, account) }, `open ${account.account}`),
    ),
  );
  await want({ kind: 'post', legs: move('bank', 'sellers:1', 'USD', 20_000n) }, 'first sale');
  const tellers = 2 + world.weather.at('clients').random.below(3);
  const holds: string[] = [];
  await Promise.all([
    ...Array.from({ length: tellers }, (_, number) => tell(world, { want, holds, name: `client ${number + 1}` })),
    rushIn(world, want, holds),
    closeNowAndThen(world, { close: async (key, said) => (mayWish(key) ? clients.close(key, said) : undefined) }),
  ]);
};

// Closes come while facts do; two may be asked for at once, and one may be asked for again, or otherwise.
const closeNowAndThen = async ({ schedule, weather }: World, { close }: Pick<Clients, 'close'>): Promise<void> => {
  const { random } = weather.at('accountant');
  const closes = random.pick([0, 1, 2, 3]);
  for (let number = 1; number <= closes; number += 1) {
    const key = `close ${number}`;
    await schedule.sleep(random.below(random.chance(0.2) ? 3 * minute : 4_000));
    if (random.chance(0.3)) void close(key);
    if (random.chance(0.1)) void close(key, 'otherwise');
    if (random.chance(0.3)) void close(`${key} by somebody else`);
    const closed = close(key);
    if (random.chance(0.6)) await closed;
    if (random.chance(0.3)) void close(key);
  }
};

/** The busiest account is striped in some worlds. */
const stripesIn = ({ weather }: World, { account }: Account): { readonly stripes?: number } => {
  const { random } = weather.at('stripes');
  return account === 'bank' && random.chance(0.4) ? { stripes: random.pick([2, 4, 16]) } : {};
};

type Want = Clients['want'];

type Teller = {
  readonly want: Want;
  readonly name: string;
  /** The keys of all holds that anybody wished for: all are captured and voided by anybody. */
  readonly holds: string[];
};

// Each wish is drawn for itself, so that the others stay the same where some are left out.
const tell = async ({ schedule, weather }: World, { want, name, holds }: Teller): Promise<void> => {
  // Somebody finds a payout odd, and its money comes back to an account that is frozen by then.
  const freezeSource = async (account: string, wish: string): Promise<void> => {
    const { random } = weather.at(`what ${wish} is`);
    if (!random.chance(0.5)) return;
    await schedule.sleep(4_000 + random.below(20_000));
    await want({ kind: 'freeze', account }, wish);
  };
  const wishes = 2 + weather.at(name).random.below(6);
  for (let number = 1; number <= wishes; number += 1) {
    const key = `${name} wish ${number}`;
    const { random } = weather.at(`what ${key} is`);
    await schedule.sleep(random.below(random.chance(0.2) ? 3 * minute : 500));
    const ask = wishOf({ random, holds, now: schedule.now() });
    // Somebody clicks twice, and what sends it takes the second click for another request.
    const isTwice = (ask.kind === 'void' || ask.kind === 'freeze') && random.chance(0.5);
    const isPatient = random.chance(0.6);
    if (isTwice) void want(ask, `${key} once more`);
    const granted = want(ask, key).then((answer) => {
      if (ask.kind === 'hold' && answer?.code === 'Recorded') holds.push(key);
      if (ask.kind === 'transfer' && ask.destination === 'sim-return') void freezeSource(ask.source, `${key} is odd`);
    });
    if (isPatient) await granted;
  }
};

type Moment = { readonly random: Random; readonly holds: readonly string[]; readonly now: number };

const wishOf = (moment: Moment): Ask => {
  const { random, holds, now } = moment;
  const kind = random.pick(kinds);
  // Most holds are real ones: while there is none, there is something to sell first.
  const isOfHold = kind === 'capture' || kind === 'void';
  switch (isOfHold && holds.length === 0 && random.chance(0.8) ? 'post' : kind) {
    case 'post':
      return { kind: 'post', legs: legs() };
    case 'hold':
      return { ...pair(), kind: 'hold', units: cents(), expiresAt: random.chance(0.5) ? null : expiry() };
    case 'capture':
      return { kind: 'capture', holdId: hold(), currency: 'USD', units: random.chance(0.5) ? undefined : cents() };
    case 'void':
      return { kind: 'void', holdId: hold() };
    case 'change':
      return changeOf(moment);
    case 'transfer': {
      const { source, destination: settlement, currency } = pair();
      return { kind: 'transfer', source, settlement, currency, units: cents(), destination: random.pick(destinations) };
    }
    case 'open':
      return { kind: 'open', ...random.pick(accounts), account: random.pick([...mayClose, 'bank']) };
  }

  function hold(): string {
    return holdIdOf(ledgerName, random.chance(0.05) || holds.length === 0 ? 'nobody' : random.pick(holds));
  }

  function cents(): bigint {
    return BigInt(1 + random.below(6_000));
  }

  function expiry(): string {
    return instantOf(now + random.pick([-minute, 2 * minute, 5 * minute, 60 * minute]));
  }

  function pair(): { readonly source: string; readonly destination: string; readonly currency: string } {
    if (random.chance(0.75)) return { source: `sellers:${1 + random.below(2)}`, destination: 'bank', currency: 'USD' };
    const [source, destination] = [random.pick(accounts), random.pick(accounts)];
    return { source: source.account, destination: destination.account, currency: source.currency };
  }

  function legs(): readonly Leg[] {
    const amount = cents();
    if (random.chance(0.1)) return [...move('bank', 'fees', 'USD', amount), ...move('till', 'vault', 'JPY', amount)];
    if (random.chance(0.5)) return move('bank', random.pick(['sellers:1', 'sellers:2']), 'USD', amount);
    const [to, from] = [random.pick(accounts), random.pick(accounts)];
    return move(random.chance(0.05) ? 'nobody' : to.account, from.account, to.currency, amount);
  }
};

const changeOf = ({ random }: Moment): Ask => {
  const { account, currency } = random.pick(accounts);
  const kind = random.pick(['freeze', 'freeze', 'unfreeze', 'unfreeze', 'unfreeze', 'close', 'floor'] as const);
  if (kind !== 'floor') return { kind, account: kind === 'close' ? random.pick([...mayClose, account]) : account };
  return { kind, account, currency, floor: random.chance(0.3) ? undefined : BigInt(random.below(2_000) - 1_000) };
};
