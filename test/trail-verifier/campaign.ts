import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { parseInstant } from '../../domain/shared/instant.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { planTrail } from '../../functions/runtime/trail/plan-trail.ts';
import type { Chance } from '../verifiers/chance.ts';
import { cunningTamperings } from './cunning-tamperings.ts';
import { entryTamperings } from './entry-tamperings.ts';
import { evidenceTamperings } from './evidence-tamperings.ts';
import { fileTamperings, isSame } from './file-tamperings.ts';
import type { HonestTrail } from './honest-trails.ts';
import { mended } from './mended.ts';
import { isRightReason } from './right-reasons.ts';
import { count, emptyTally, type Tally } from './tally.ts';
import { type Forgery, type Tamperings, textIn } from './tampering.ts';
import { failedIn, type TrailFiles, type Verify } from './verifier.ts';

export const tamperings: Tamperings = {
  ...fileTamperings,
  ...entryTamperings,
  ...evidenceTamperings,
  ...cunningTamperings,
};

/**
 * Tampers with a trail once in each way that there is; answers what was accepted, or refused by none of the checks that
 * have to notice it. There may be nothing of either.
 */
export const tamperWith = async (
  { trail, other, chance }: { readonly trail: HonestTrail; readonly other: HonestTrail; readonly chance: Chance },
  { verify, tallies }: { readonly verify: Verify; readonly tallies: Map<string, Tally> },
): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (const [name, tamper] of Object.entries(tamperings)) {
    const forgery = await tamper({ trail, other, chance });
    if (forgery === undefined || (await isHonest(trail, forgery))) continue;
    const verdict = verify(forgery.files, { keys: [trail.key], ...forgery.options });
    const failed = failedIn(verdict);
    const tally = tallies.get(name) ?? emptyTally();
    tallies.set(name, tally);
    count(tally, verdict.ok ? [] : failed);
    if (verdict.ok) wrong.push(`${trail.name}: accepted: ${name}`);
    else if (!isRightReason(name, failed)) wrong.push(`${trail.name}: refused only by ${failed}: ${name}`);
  }
  return wrong;
};

/** Whether nothing was changed, or only the question into another one that the same trail answers. */
const isHonest = async (trail: HonestTrail, { files, options }: Forgery): Promise<boolean> => {
  if (options !== undefined) return false;
  if (isSame(files, trail.files)) return true;
  return isAnswer(trail, files);
};

const isAnswer = async (trail: HonestTrail, files: TrailFiles): Promise<boolean> => {
  const text = textIn(files, 'policy.json') ?? '';
  const withPolicy = new Map([...trail.files, ['policy.json', Buffer.from(text)]]);
  if (!isSame(files, mended(withPolicy))) return false;
  try {
    const { asked } = JSON.parse(text);
    if ([asked.from, asked.to].some((at) => at !== null && parseInstant(at) === undefined)) return false;
    const plan = await planTrail({ ledger: 'main', asked, archive: trail.archive, digest: bytesSha256 });
    return plan.ok && canonicalJson(plan.value.policy) === text;
  } catch {
    return false;
  }
};
