import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import type { Mishap, Weather } from '../../support/mishaps.ts';
import { faultsAfter } from '../../support/payout-faults.ts';
import { type PayoutWorld, payoutWorld } from '../../support/payout-world.ts';
import { walk } from '../../support/walk-payout.ts';

const destinations = ['sim-accept', 'sim-refuse', 'sim-timeout', 'sim-late', 'sim-return', 'sim-silent', 'unknown'];
const once: readonly Mishap[] = ['before', 'after', 'diesBefore', 'diesAfter'];
const lasting: readonly Mishap[] = ['before', 'after'];

/** Time passes after the saga's end, and the bank does what it still has to do. */
const aftermath = async (world: PayoutWorld): Promise<void> => {
  for (let ticks = 0; ticks < 3; ticks += 1) {
    world.pass(60_000);
    await world.bank();
  }
};

type Bank = { readonly bankIsEager?: boolean; readonly noticesLost?: number };

const banks: readonly Bank[] = [{}, { bankIsEager: true }, { noticesLost: 2 }, { noticesLost: 4, bankIsEager: true }];

const outcomeOf = async (destination: string, weather: Weather, bank: Bank = {}) => {
  const world = await payoutWorld({ weather, ...bank });
  const transferId = await world.request('one', destination);
  const { end } = await walk(world, transferId);
  await aftermath(world);
  const status = (await world.factsOf(transferId)).at(-1)?.transfer.status;
  const faults = [...(await faultsAfter(world, transferId))];
  if ((end === 'Unrepaired') !== (status === 'needsRepair'))
    faults.push(`The saga ends ${end}, the transfer ${status}.`);
  return { calls: world.calls.length, status, faults };
};

const callsOf = async (destination: string): Promise<number> => (await outcomeOf(destination, () => 'fine')).calls;

describe.each(destinations)('a payout to %s', (destination) => {
  it.each(once)('ends well whichever call to the outside has the mishap "%s"', async (mishap) => {
    const calls = await callsOf(destination);
    expect(calls).toBeGreaterThan(5);
    for (let fatal = 1; fatal <= calls; fatal += 1)
      for (const bank of banks) {
        const { faults, status } = await outcomeOf(destination, (call) => (call === fatal ? mishap : 'fine'), bank);
        expect({ fatal, bank, faults }).toEqual({ fatal, bank, faults: [] });
        expect(status).not.toBe('needsRepair');
      }
  });

  it.each(lasting)('ends well wherever an outage of many calls begins, each failing "%s"', async (mishap) => {
    const calls = await callsOf(destination);
    for (let from = 1; from <= calls; from += 1) {
      const weather: Weather = (call) => (call >= from && call < from + 40 ? mishap : 'fine');
      const { faults } = await outcomeOf(destination, weather, banks[from % banks.length]);
      expect({ from, faults }).toEqual({ from, faults: [] });
    }
  });

  it.each(['append', 'read', 'load', 'submit', 'recall', 'wait', 'screen', 'answer'])(
    'ends well where "%s" is out for hours, before or after it takes effect',
    async (broken) => {
      for (const mishap of lasting) {
        const weather: Weather = (call, name) => (name === broken && call < 60 ? mishap : 'fine');
        const { faults } = await outcomeOf(destination, weather);
        expect({ broken, mishap, faults }).toEqual({ broken, mishap, faults: [] });
      }
    },
  );
});
