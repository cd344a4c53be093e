import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { anyTrailStory } from '../arbitraries/trail-stories.ts';
import { chanceOf } from '../verifiers/chance.ts';
import { tamperWith } from './campaign.ts';
import { type HonestTrail, honestTrails } from './honest-trails.ts';
import { countDefault, readWords, usage, type Words } from './read-words.ts';
import { type Tally, tableOf } from './tally.ts';
import { unseenIn } from './unseen.ts';
import { failedIn, loadVerifier, type Verify } from './verifier.ts';

/*
 * Has the verifier that is in every trail look at honest trails, none of which it may refuse, and at ones that were
 * tampered with, all of which it must: see `usage`. Exit 1 where it is wrong, with the command that shows it again.
 */

const tamperingsPerHonestTrail = 20;
const millisecondsBetweenSigns = 5_000;

type Campaign = Words & {
  readonly folder: string;
  readonly verify: Verify;
  readonly tallies: Map<string, Tally>;
  readonly wrong: string[];
  /** By the number of their ledger, as long as they are needed. */
  readonly made: Map<number, readonly HonestTrail[]>;
};

const trailsOf = async (number: number, { seed, folder, made }: Campaign): Promise<readonly HonestTrail[]> => {
  const before = made.get(number);
  if (before !== undefined) return before;
  const [story] = fc.sample(anyTrailStory, { seed: seed + number, numRuns: 1 });
  if (story === undefined) throw new Error('There is always another story');
  const trails = await honestTrails(story, { folder, number });
  made.delete(number - 2);
  made.set(number, trails);
  return trails;
};

const noteWrong = ({ seed, wrong }: Campaign, number: number, what: string): void => {
  wrong.push(what);
  console.error(`WRONG ledger ${what}\n  again: npm run test:tampering -- --seed ${seed} --ledger ${number}`);
};

/** Looks at the trails of a ledger, and tampers with them; what is foreign comes from the next one. */
const lookAt = async (number: number, campaign: Campaign): Promise<readonly HonestTrail[]> => {
  const trails = await trailsOf(number, campaign);
  const [other] = (await trailsOf(number + 1, campaign)).toReversed();
  const chance = chanceOf(campaign.seed + number);
  for (const trail of trails) {
    const verdict = campaign.verify(trail.files, { keys: [trail.key] });
    const why = verdict.checks.flatMap(({ name, faults }) => faults.slice(0, 2).map((fault) => `${name}: ${fault}`));
    if (!verdict.ok) noteWrong(campaign, number, `${trail.name}: honest, and refused by ${failedIn(verdict)}: ${why}`);
    if (other === undefined) throw new Error('Every ledger has a trail');
    for (const what of await tamperWith({ trail, other, chance }, campaign)) noteWrong(campaign, number, what);
  }
  return trails;
};

const run = async (campaign: Campaign): Promise<void> => {
  const { seed, count, ledger, tallies, wrong } = campaign;
  const triedAll = (): number => [...tallies.values()].reduce((sum, { tried }) => sum + tried, 0);
  const unseen = unseenIn();
  let [honest, ledgers, said] = [0, 0, performance.now()];
  const isDone = (): boolean =>
    ledger === undefined ? triedAll() >= count && honest >= count / tamperingsPerHonestTrail : ledgers === 1;
  for (let number = ledger ?? 0; !isDone(); number += 1) {
    const trails = await lookAt(number, campaign);
    for (const { files } of trails) unseen.see(files);
    [honest, ledgers] = [honest + trails.length, ledgers + 1];
    if (performance.now() - said < millisecondsBetweenSigns) continue;
    said = performance.now();
    console.error(`${triedAll()} of ${count} tamperings, ${honest} honest trails, ${wrong.length} wrong`);
  }
  console.log(`\n${tableOf(tallies)}\n`);
  const left = ledger === undefined ? unseen.left() : [];
  for (const what of left) console.error(`NOT TRIED: no honest trail has ${what}; ask for more, or another seed`);
  console.log(`seed ${seed}: ${honest} honest trails of ${ledgers} ledgers, ${wrong.length} wrong`);
  console.log(`${triedAll()} tamperings of ${tallies.size} kinds`);
  // A few trails need not have everything among them.
  process.exitCode = wrong.length === 0 && (left.length === 0 || count < countDefault) ? 0 : 1;
};

const readOrSay = (): Words | undefined => {
  try {
    return readWords(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
};

const words = readOrSay();
if (words !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'quipu-tampering-'));
  try {
    console.log(`seed ${words.seed}`);
    const empty = { tallies: new Map(), wrong: [], made: new Map() };
    await run({ ...words, ...empty, folder, verify: await loadVerifier() });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
