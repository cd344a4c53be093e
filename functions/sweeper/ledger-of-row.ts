import type { Row } from '../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';

/** The ledger that a row of the views belongs to: the first part of its partition. */
export const ledgerOfRow = ({ key: { partition } }: Row): string => {
  const [ledger] = partition.split('#');
  if (ledger === undefined || ledger === '') throw new InvariantViolation(`The rows of ${partition} are of no ledger`);
  return ledger;
};
