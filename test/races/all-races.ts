import { accountRaces } from './account-races.ts';
import { archiveRaces } from './archive-races.ts';
import { consumerRaces } from './consumer-races.ts';
import { entryRaces } from './entry-races.ts';
import { holdRaces } from './hold-races.ts';
import type { Race } from './race.ts';
import { riskRaces } from './risk-races.ts';
import { transferRaces } from './transfer-races.ts';

/** Every race there is. */
export const allRaces: readonly Race[] = [
  ...entryRaces,
  ...accountRaces,
  ...holdRaces,
  ...transferRaces,
  ...consumerRaces,
  ...riskRaces,
  ...archiveRaces,
];
