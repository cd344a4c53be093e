import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Writes into the verifier by which hash it knows the page and its text as they are now. To be run when one of them was
 * changed: `node test/trail-verifier/pin-pages.ts`. After a release, the hash of what was released is added by hand.
 */

const assets = join(import.meta.dirname, '../../functions/trail/assets');
const verifier = join(assets, 'verify.mjs');

const pinned = ['VERIFY.md', 'report.html'].reduce(
  (text, name) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(assets, name)))
      .digest('hex');
    return text.replace(new RegExp(`('${name}': \\[')[0-9a-f]{64}'`), `$1${hash}'`);
  },
  readFileSync(verifier, 'utf8'),
);
writeFileSync(verifier, pinned);
