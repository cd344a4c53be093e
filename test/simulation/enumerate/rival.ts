import { instantOf } from '../../../domain/shared/instant.ts';
import { partsOf, type StreamId } from '../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { lanes } from '../../../functions/runtime/lanes.ts';
import { realCommands } from '../clients/commands.ts';
import { requestOf } from '../clients/request.ts';
import type { Attribution } from '../judges/attribution.ts';
import type { System } from '../world/system.ts';
import type { World } from '../world/world.ts';

/** Somebody who posts one cent on an account, at once and without any trouble, ahead of another writer. */
export const rivalOf = (world: World, { outside }: System, attribution: Attribution) => {
  let posted = 0;
  return async (streamId: StreamId): Promise<void> => {
    posted += 1;
    const account = partsOf(streamId).id;
    const [other, side] = account === 'bank' ? ['sellers:1', 'debit' as const] : ['bank', 'credit' as const];
    const legs = [
      { account, side, units: 1n, currency: 'USD' },
      { account: other, side: side === 'debit' ? ('credit' as const) : ('debit' as const), units: 1n, currency: 'USD' },
    ];
    const request = requestOf({ kind: 'post', legs }, `rival ${posted}`, world.output.guard('0'));
    attribution.asked(request);
    const ledger = {
      eventStore: outside.ledger.truth,
      clock: { now: () => instantOf(world.schedule.now()) },
      digest: sha256,
      waiting: { random: () => 0, pause: async () => undefined },
      lanes: lanes(),
    };
    await request.send(ledger, realCommands);
  };
};
