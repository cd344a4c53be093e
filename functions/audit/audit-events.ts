import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import type { CloseDemand, DemandOutcome } from '../runtime/ask-close.ts';
import type { KinesisHandler } from '../runtime/consumer.ts';

/** What the schedule sends. */
export type Tick = { readonly schedule: string };

/** What the API sends. */
export type Demanded = { readonly closeFor: CloseDemand };

export type AuditWork = {
  readonly consume: KinesisHandler;
  readonly onTick: () => Promise<void>;
  readonly onDemand: (demand: CloseDemand) => Promise<DemandOutcome>;
};

/** Handles what comes from the fact stream, from the schedule and from the API. */
export const auditEvents =
  ({ consume, onTick, onDemand }: AuditWork) =>
  async (event: KinesisStreamEvent | Tick | Demanded): Promise<KinesisStreamBatchResponse | DemandOutcome> => {
    if ('Records' in event) return consume(event);
    if ('closeFor' in event) return onDemand(checkedDemand(event.closeFor));
    await onTick();
    return { batchItemFailures: [] };
  };

// The request's id is part of an object's name.
const checkedDemand = (demand: CloseDemand): CloseDemand => {
  const { ledger, requestId, fingerprint, actor } = demand;
  if ([ledger, fingerprint, actor].some((text) => typeof text !== 'string') || !/^req_[0-9A-Z]{26}$/.test(requestId))
    throw new PermanentFailure('Something was sent to audit that is no demand for a close');
  return { ledger, requestId, fingerprint, actor, dryRun: demand.dryRun === true };
};
