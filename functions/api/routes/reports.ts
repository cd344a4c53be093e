import { ok } from '../answer.ts';
import { healthOperation, trialBalanceOperation } from '../operations/reports.ts';
import { healthAnswer } from '../reads/health.ts';
import { trialBalance } from '../reads/trial-balance.ts';
import { type Route, reading } from '../route.ts';

/** What can be asked about the ledger as a whole. */
export const reportRoutes: readonly Route[] = [
  reading(trialBalanceOperation, ({ origin, query }, services) => trialBalance(services, origin.ledger, query)),
  reading(healthOperation, async (_question, services) => ok(await healthAnswer(services))),
];
