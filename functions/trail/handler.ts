import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveAt } from '../adapters/archive/archive-at.ts';
import { bytesSha256 } from '../runtime/bytes-digest.ts';
import { observed } from '../runtime/observed.ts';
import { readEnvironment } from '../runtime/read-environment.ts';
import { runTrail } from './run-trail.ts';
import { parseTrailOrder } from './trail-order.ts';

const environment = readEnvironment(['QUIPU_STACK', 'ARCHIVE_URL']);

const options = {
  archive: archiveAt(environment.ARCHIVE_URL),
  digest: bytesSha256,
  workFolder: tmpdir(),
  // Beside this file here, and beside the bundle where it is deployed.
  assetsFolder: join(import.meta.dirname, 'assets'),
};

/** Makes the trail that an execution is of. */
export const handler = observed('trail', async (event: unknown) => ({
  code: await runTrail(parseTrailOrder(event).trailId, options),
}));
