import type { Route } from './route.ts';
import { accountOrderRoutes } from './routes/account-orders.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit.ts';
import { comparisonRoutes } from './routes/comparison.ts';
import { holdRoutes } from './routes/holds.ts';
import { journalEntryRoutes } from './routes/journal-entries.ts';
import { repairRoutes } from './routes/repairs.ts';
import { reportRoutes } from './routes/reports.ts';
import { riskAlertRoutes } from './routes/risk-alerts.ts';
import { sealingRoutes } from './routes/sealing.ts';
import { trailRoutes } from './routes/trails.ts';
import { transferRoutes } from './routes/transfers.ts';

/** Every route of the API, in the order in which it is described. */
export const allRoutes: readonly Route[] = [
  ...accountOrderRoutes,
  ...accountRoutes,
  ...journalEntryRoutes,
  ...holdRoutes,
  ...transferRoutes,
  ...repairRoutes,
  ...sealingRoutes,
  ...riskAlertRoutes,
  ...auditRoutes,
  ...comparisonRoutes,
  ...trailRoutes,
  ...reportRoutes,
];
