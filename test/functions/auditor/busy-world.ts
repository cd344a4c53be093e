import { entryOf, open, post } from '../../support/test-ledger.ts';
import { auditorWorld } from './auditor-world.ts';

/** What the auditor publishes where all is well. */
export const allWell = { Imbalance: 0, Gaps: 0, Mismatches: 0, SealingLagSeconds: 0, BehindFacts: 0 };

/** A world in which a few entries were posted and followed by all consumers. */
export const busyWorld = async () => {
  const world = auditorWorld();
  await open(world.ledger, 'bank');
  await open(world.ledger, 'seller', { type: 'liability' });
  for (const key of ['one', 'two', 'three']) await post(world.ledger, key, entryOf('bank', 'seller', '5.00'));
  await world.deliver();
  await world.seal();
  return world;
};
