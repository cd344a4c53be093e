import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { planTrail } from '../../functions/runtime/trail/plan-trail.ts';
import type { Chance } from '../verifiers/chance.ts';
import { entryTamperings } from './entry-tamperings.ts';
import { evidenceTamperings } from './evidence-tamperings.ts';
import { fileTamperings, isSame } from './file-tamperings.ts';
import type { HonestTrail } from './honest-trails.ts';
import { mended } from './mended.ts';
import { type Forgery, type Tamperings, textIn } from './tampering.ts';
import { failedIn, type TrailFiles, type Verify } from './verifier.ts';

export const tamperings: Tamperings = { ...fileTamperings, ...entryTamperings, ...evidenceTamperings };

/** What became of the tamperings of one kind. */
export type Tally = {
  tried: number;
  refused: number;
  /** How often a check failed, by its name; and how often it alone did. */
  readonly by: Map<string, number>;
  readonly onlyBy: Map<string, number>;
};

/** Tampers with a trail once in each way that there is; answers what was accepted, which nothing may be. */
export const tamperWith = async (
  { trail, other, chance }: { readonly trail: HonestTrail; readonly other: HonestTrail; readonly chance: Chance },
  { verify, tallies }: { readonly verify: Verify; readonly tallies: Map<string, Tally> },
): Promise<readonly string[]> => {
  const accepted: string[] = [];
  for (const [name, tamper] of Object.entries(tamperings)) {
    const forgery = await tamper({ trail, other, chance });
    if (forgery === undefined || (await isHonest(trail, forgery))) continue;
    const verdict = verify(forgery.files, { keys: [trail.key], ...forgery.options });
    const tally = tallies.get(name) ?? { tried: 0, refused: 0, by: new Map(), onlyBy: new Map() };
    tallies.set(name, tally);
    tally.tried += 1;
    if (verdict.ok) accepted.push(`${trail.name}: ${name}`);
    else tally.refused += 1;
    const failed = failedIn(verdict);
    for (const check of failed) count(tally.by, check);
    if (failed.length === 1) count(tally.onlyBy, failed[0] ?? '');
  }
  return accepted;
};

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

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
    const plan = await planTrail({ ledger: 'main', asked, archive: trail.archive, digest: bytesSha256 });
    return plan.ok && canonicalJson(plan.value.policy) === text;
  } catch {
    return false;
  }
};
