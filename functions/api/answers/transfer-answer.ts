import type { TransferFact } from '../../../domain/facts/transfer-facts.ts';
import { correlationOf } from './correlation-of.ts';

/** A transfer as it stands after one of its events. */
export const transferAnswer = ({ text, version }: { readonly text: string; readonly version: number }) => {
  const fact = JSON.parse(text) as TransferFact;
  const { transfer } = fact;
  return {
    id: fact.transferId,
    kind: transfer.kind,
    status: transfer.status,
    reason: transfer.reason,
    sourceAccountId: transfer.sourceAccountId,
    settlementAccountId: transfer.settlementAccountId,
    amount: transfer.amount,
    currency: transfer.currency,
    destination: transfer.destination,
    description: transfer.description,
    metadata: transfer.metadata,
    holdId: transfer.holdId,
    entryIds: transfer.entryIds,
    railReference: transfer.railReference,
    proposedRepair: fact.type === 'TransferRepairProposed' ? fact.repair : null,
    requestedAt: transfer.requestedAt,
    version,
    recordedAt: fact.recordedAt,
    correlationId: correlationOf(fact),
  };
};
