import { comparisonOperation } from '../operations/comparison.ts';
import { comparison } from '../reads/comparison.ts';
import { type Route, reading } from '../route.ts';

/** The consumers held against each other. */
export const comparisonRoutes: readonly Route[] = [
  reading(comparisonOperation, ({ origin, query }, services) => comparison(services, origin.ledger, query)),
];
