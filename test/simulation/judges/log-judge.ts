import { archivedLines, bundledLines, verifiedSizes } from '../../functions/audit/log-verifier.ts';
import { settledAfter } from '../world/settled-after.ts';
import type { System } from '../world/system.ts';
import type { World } from '../world/world.ts';

/** Judges the sealed log as an outsider would: by its archive alone, in arithmetic of their own. */
export const judgeLog = async ({ trace }: World, { outside: { archive } }: System): Promise<void> => {
  const lines = await archivedLines(archive);
  const sizes = await settledAfter(verifiedSizes(archive, lines));
  if (!sizes.ok) return trace.violate('SIM-22', String(sizes.failure));
  const sealed = sizes.answer.at(-1) ?? 0;
  if (sealed !== lines.length)
    return trace.violate('SIM-22', `${lines.length} lines are archived, and the log has ${sealed}`);
  for (const _ of sizes.answer) trace.sometimes('a checkpoint was signed');
  const bundled = await settledAfter(bundledLines(archive, sealed));
  if (!bundled.ok) return trace.violate('SIM-22', String(bundled.failure));
  if (bundled.answer.join('\n') !== lines.join('\n'))
    trace.violate('SIM-22', 'The entries of the log are not the archived lines');
};
