import type { KinesisHandler } from '../runtime/consumer.ts';
import type { AuditWork } from './audit-events.ts';
import type { LogCloser } from './close/log-closer.ts';
import type { LogSealer } from './seal-logs.ts';

type Workers = {
  readonly consume: KinesisHandler;
  readonly sealer: LogSealer;
  readonly closer: LogCloser;
  /** Sends the newest checkpoints to witnesses. */
  readonly witness: () => Promise<void>;
};

/**
 * What audit does when. A close is sealed at once. What is sealed is quick to follow, so a tick seals before it closes,
 * and again what it closed; what one part of a tick cannot do stops no other.
 */
export const auditWork = ({ consume, sealer, closer, witness }: Workers): AuditWork => ({
  consume,
  onDemand: async (demand) => {
    const outcome = await closer.demand(demand);
    if (outcome.code === 'Closed') await sealer.sealNow(demand.ledger);
    return outcome;
  },
  onTick: async () => {
    const failures: unknown[] = [];
    for (const part of [sealer.sealAll, closer.closeDue, sealer.sealAll, witness])
      try {
        await part();
      } catch (failure) {
        failures.push(failure);
      }
    if (failures.length > 0) throw failures[0];
  },
});
