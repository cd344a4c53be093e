import { checkpointOperation, proofsOperation } from '../operations/audit.ts';
import { factProofs, newestCheckpoint } from '../reads/fact-proofs.ts';
import { type Route, reading } from '../route.ts';

/** The audit log, for those who check it. */
export const auditRoutes: readonly Route[] = [
  reading(checkpointOperation, ({ origin }, services) => newestCheckpoint(services, origin.ledger)),
  reading(proofsOperation, ({ origin, id }, services) => factProofs(services, { ledger: origin.ledger, factId: id })),
];
