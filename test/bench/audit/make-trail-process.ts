import { join } from 'node:path';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../../functions/runtime/trail/make-trail.ts';

/* Makes the trail of everything, as a process of its own: from the archive in the first folder into the second. */

const [archiveFolder = '', folder = ''] = process.argv.slice(2);
const made = await makeTrail({
  ledger: 'main',
  asked: { from: null, to: null, accounts: null },
  archive: fileArchive(archiveFolder),
  digest: bytesSha256,
  folder,
  assetsFolder: join(import.meta.dirname, '../../../functions/trail/assets'),
});
if (!made.ok) throw new Error(made.rejection.detail);
