import type { Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { type Ask, move } from './ask.ts';
import type { Clients } from './client.ts';

const sellers = ['sellers:1', 'sellers:2'];

/**
 * Much at one moment on the accounts that are busy anyway: sales, spending and holds, as a sale that begins at noon
 * brings them. It comes in some worlds only, since most of what can go wrong goes wrong among few.
 */
export const rushIn = async ({ schedule, weather }: World, want: Clients['want'], holds: string[]): Promise<void> => {
  const { random } = weather.at('rush');
  if (!random.chance(0.3)) return;
  await schedule.sleep(random.below(4_000));
  const wishes = Array.from({ length: 6 + random.below(7) }, (_, number) => `rush ${number + 1}`);
  await Promise.all(
    wishes.map(async (key) => {
      const ask = askAt(weather.at(`what ${key} is`).random);
      const answer = await want(ask, key);
      if (ask.kind === 'hold' && answer?.code === 'Recorded') holds.push(key);
    }),
  );
};

const askAt = (random: Random): Ask => {
  const seller = random.pick(sellers);
  const units = BigInt(1 + random.below(6_000));
  switch (random.pick(['sale', 'sale', 'spending', 'hold'] as const)) {
    case 'sale':
      return { kind: 'post', legs: move('bank', seller, 'USD', units) };
    case 'spending':
      return { kind: 'post', legs: move(seller, 'bank', 'USD', units) };
    case 'hold':
      return { kind: 'hold', source: seller, destination: 'bank', currency: 'USD', units, expiresAt: null };
  }
};
