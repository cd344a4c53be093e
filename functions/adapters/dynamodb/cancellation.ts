import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { assertNever } from '../../../domain/shared/assert-never.ts';

/**
 * Why DynamoDB cancelled a transaction, in our words. `occupied`: the item at `position` exists already, `existing` is
 * it; `retry`: nothing is wrong with the request (another transaction on the same item, or throttling): send it again;
 * `defect`: the request itself is wrong.
 */
export type Cancellation =
  | { readonly code: 'occupied'; readonly position: number; readonly existing: CancellationReason['Item'] }
  | { readonly code: 'retry'; readonly reason: string }
  | { readonly code: 'defect'; readonly reason: string };

type ReasonKind = 'none' | 'occupied' | 'retry' | 'defect';

const kindOf = (code: string | undefined): ReasonKind => {
  switch (code) {
    case undefined:
    case 'None':
      return 'none';
    case 'ConditionalCheckFailed':
      return 'occupied';
    case 'TransactionConflict':
    case 'ThrottlingError':
    case 'ProvisionedThroughputExceeded':
      return 'retry';
    default:
      return 'defect';
  }
};

/**
 * Reads the reasons, which come in the order of the items. A defect outweighs the rest; then the first occupied item,
 * since a request that names itself first is recognised by it; a conflict or throttle only matters alone.
 */
export const cancellationOf = (reasons: readonly CancellationReason[]): Cancellation => {
  const kinds = reasons.map(({ Code }) => kindOf(Code));
  const worst = (['defect', 'occupied', 'retry'] as const).find((kind) => kinds.includes(kind));
  if (worst === undefined) return { code: 'defect', reason: 'cancelled without a reason' };
  const position = kinds.indexOf(worst);
  const reason = `${reasons[position]?.Code ?? 'unknown'} at ${position}`;
  switch (worst) {
    case 'occupied':
      return { code: 'occupied', position, existing: reasons[position]?.Item };
    case 'retry':
    case 'defect':
      return { code: worst, reason };
    default:
      return assertNever(worst);
  }
};
