import { instantOf } from '../../../domain/shared/instant.ts';
import { holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import type { Ask, Leg } from '../clients/ask.ts';
import type { Clients } from '../clients/client.ts';
import { ledgerName, type World } from '../world/world.ts';

/** A short story that is told over and over, each time with something else going wrong. */
export type Tale = {
  readonly name: string;
  readonly tell: (world: World, clients: Clients) => Promise<void>;
  /** Sites of mishaps that belong to the story: each happens once. */
  readonly mishaps?: readonly string[];
};

const minute = 60_000;
const day = 24 * 60 * minute;

const bank: Ask = { kind: 'open', account: 'bank', type: 'asset', currency: 'USD', floor: undefined };
const seller: Ask = { kind: 'open', account: 'sellers:1', type: 'liability', currency: 'USD', floor: 0n };

const move = (debited: string, credited: string, units: bigint): readonly Leg[] => [
  { account: debited, side: 'debit', units, currency: 'USD' },
  { account: credited, side: 'credit', units, currency: 'USD' },
];

const sale = (units: bigint): Ask => ({ kind: 'post', legs: move('bank', 'sellers:1', units) });
const holdFor = (units: bigint, expiresAt: string | null): Ask => ({
  ...{ kind: 'hold', source: 'sellers:1', destination: 'bank', units, currency: 'USD', expiresAt },
});
const captureOf = (key: string, units: bigint | undefined): Ask => ({
  ...{ kind: 'capture', holdId: holdIdOf(ledgerName, key), units, currency: 'USD' },
});
const voidOf = (key: string): Ask => ({ kind: 'void', holdId: holdIdOf(ledgerName, key) });
const payOut = (units: bigint, destination: string): Ask => ({
  ...{ kind: 'transfer', source: 'sellers:1', settlement: 'bank', units, currency: 'USD', destination },
});

/** Asks one after the other; the key of each is its place. */
const inOrder =
  (...asks: readonly Ask[]) =>
  async (_: World, { askFor }: Clients): Promise<void> => {
    for (const [place, ask] of asks.entries()) await askFor(ask, `wish ${place + 1}`);
  };

const accounts: Tale = {
  name: 'accounts',
  tell: inOrder(
    bank,
    seller,
    { ...bank, account: 'spare' },
    { kind: 'freeze', account: 'sellers:1' },
    { kind: 'freeze', account: 'sellers:1' },
    sale(100n),
    { kind: 'unfreeze', account: 'sellers:1' },
    { kind: 'floor', account: 'sellers:1', currency: 'USD', floor: -50n },
    { kind: 'close', account: 'spare' },
    bank,
  ),
};

const entries: Tale = {
  name: 'entries',
  tell: async (world, clients) => {
    await inOrder(bank, seller, sale(5_000n), { kind: 'post', legs: move('sellers:1', 'bank', 9_000n) })(
      world,
      clients,
    );
    await clients.askFor(sale(5_000n), 'wish 3');
    await Promise.all([clients.askFor(sale(100n), 'twin'), clients.askFor(sale(100n), 'twin')]);
    await clients.askFor({ kind: 'close', account: 'sellers:1' }, 'too early');
  },
};

const holds: Tale = {
  name: 'holds',
  tell: async (world, clients) => {
    const soon = instantOf(world.schedule.now() + 4 * minute);
    const asks = [bank, seller, sale(5_000n), holdFor(3_000n, null), captureOf('wish 4', 1_000n)];
    const more = [captureOf('wish 4', undefined), voidOf('wish 4'), holdFor(500n, null), voidOf('wish 8')];
    await inOrder(...asks, ...more, holdFor(9_000n, null), holdFor(700n, soon))(world, clients);
    await world.schedule.sleep(10 * minute);
    await clients.askFor(captureOf('wish 11', undefined), 'too late');
  },
};

const payout = (name: string, destination: string, units = 2_000n): Tale => ({
  name,
  tell: inOrder(bank, seller, sale(5_000n), payOut(units, destination)),
});

/** The paths of a payout of which all pairs of crashes are tried. */
export const payoutTales: readonly Tale[] = [
  payout('accepted', 'sim-accept'),
  payout('refused', 'sim-refuse'),
  payout('timeout after accept', 'sim-timeout'),
  payout('returned', 'sim-return'),
  payout('without funds', 'sim-accept', 9_000n),
  payout('late', 'sim-late'),
  payout('silent', 'sim-silent'),
  { ...payout('nobody starts it', 'sim-accept'), mishaps: ['payout starter/: lostStart'] },
];

const review: Tale = {
  name: 'review',
  tell: inOrder(bank, seller, sale(5_000n), ...[1n, 2n, 3n, 4n, 5n].map((units) => payOut(units, 'sim-accept'))),
};

const closes: Tale = {
  name: 'closes',
  tell: async (world, clients) => {
    await inOrder(bank, seller)(world, clients);
    await Promise.all([clients.askFor(sale(100n), 'sale'), clients.close('close'), clients.close('close')]);
    await clients.close('another close');
    await world.schedule.sleep(day);
    await clients.askFor(sale(200n), 'the next day');
  },
};

/** Long enough for a payout to be completed, and too short for its money to come back. */
const untilCompleted = 4_000;

const repair: Tale = {
  name: 'repair',
  tell: async (world, clients) => {
    await inOrder(bank, seller, sale(5_000n), payOut(2_000n, 'sim-return'))(world, clients);
    await world.schedule.sleep(untilCompleted);
    await clients.askFor({ kind: 'freeze', account: 'sellers:1' }, 'freeze');
  },
};

/** All stories. Together they come to every site. */
export const tales: readonly Tale[] = [
  ...[accounts, entries, holds, ...payoutTales],
  ...[payout('unheard', 'sim-unheard'), review, closes, repair],
  { ...entries, name: 'poison', mishaps: ['fact stream/: poison'] },
  { ...entries, name: 'an entry is missed', mishaps: ['balance/: olderConsumer'] },
];
