import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, jsonObjectIn } from '../../../domain/audit/close/json-object.ts';
import { askedWithoutStripes, normalAsked, type TrailPolicy } from '../../../domain/audit/trail/trail-policy.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { type PinnedCloses, pinnedClosesIn } from './find-closes.ts';
import type { TrailPlan } from './plan-trail.ts';
import { notesName } from './trail-folder.ts';
import { filesInManifest, manifestName } from './trail-manifest.ts';

const notesInTheMaking = `${notesName}.new`;

/**
 * Makes a folder this trail's: an empty one, one where the trail was begun, or one where it is already, of which the
 * files are noted so that they are looked at again. Throws PermanentFailure for any other, and leaves it alone.
 */
export const claimFolder = async (folder: string, plan: TrailPlan): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const claim = canonicalJson({ policy: plan.policy, checkpoint: plan.checkpoint });
  const notes = await textIn(folder, notesName);
  if (notes !== undefined) {
    if (notes.split('\n')[0] !== claim) throw otherThings(folder);
    return;
  }
  const others = (await readdir(folder)).filter((name) => name !== notesInTheMaking);
  const files = others.length === 0 ? [] : await filesOfTrail(folder, plan);
  if (files === undefined) throw otherThings(folder);
  // Under another name first: half of a claim would be somebody else's.
  await writeFile(join(folder, notesInTheMaking), [claim, ...files.map(canonicalJson), ''].join('\n'));
  await rename(join(folder, notesInTheMaking), join(folder, notesName));
};

/** The closes of a trail that was begun in the folder, if it is the one that is asked for; else undefined. */
export const closesBegunWith = async (
  folder: string,
  { ledger, asked }: Pick<TrailPolicy, 'ledger' | 'asked'>,
): Promise<PinnedCloses | undefined> => {
  const [claim = ''] = ((await textIn(folder, notesName)) ?? '').split('\n');
  const { policy } = jsonObjectIn(claim) ?? {};
  if (!isJsonObject(policy) || policy['ledger'] !== ledger) return undefined;
  const begun = askedWithoutStripes((policy as unknown as TrailPolicy).asked);
  if (canonicalJson(begun) !== canonicalJson(normalAsked(asked))) return undefined;
  const covers = policy['covers'];
  return isJsonObject(covers) ? pinnedClosesIn(covers) : undefined;
};

const filesOfTrail = async (folder: string, { policy }: TrailPlan) =>
  (await textIn(folder, 'policy.json')) === canonicalJson(policy)
    ? filesInManifest((await textIn(folder, manifestName)) ?? '')
    : undefined;

const textIn = async (folder: string, name: string): Promise<string | undefined> =>
  readFile(join(folder, name), 'utf8').catch(() => undefined);

const otherThings = (folder: string) =>
  new PermanentFailure(`${folder} holds something else than this trail: name a folder that is empty or is not there`);
