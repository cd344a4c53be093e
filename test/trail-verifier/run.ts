import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { anyTrailStory } from '../arbitraries/trail-stories.ts';
import { chanceOf } from '../verifiers/chance.ts';
import { type Tally, tamperWith } from './campaign.ts';
import { type HonestTrail, honestTrails } from './honest-trails.ts';
import { failedIn, loadVerifier } from './verifier.ts';

/*
 * Has the verifier that is in every trail look at honest trails, none of which it may refuse, and at ones that were
 * tampered with, all of which it must. `npm run test:tampering [-- seed]`. Exit 1 where it is wrong.
 */

const honestMinimum = 500;
const tamperedMinimum = 10_000;

const verify = await loadVerifier();
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 1_000_000));
console.log(`seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), 'quipu-tampering-'));
const tallies = new Map<string, Tally>();
const wrong: string[] = [];
const isWrong = (what: string): void => {
  wrong.push(what);
  console.error(`WRONG ${what}`);
};
const chance = chanceOf(seed);
let [honest, number] = [0, 0];
let before: readonly HonestTrail[] = [];

const triedAll = (): number => [...tallies.values()].reduce((sum, { tried }) => sum + tried, 0);

const lookAt = async (trail: HonestTrail): Promise<void> => {
  const verdict = verify(trail.files, { keys: [trail.key] });
  honest += 1;
  if (!verdict.ok) {
    const why = verdict.checks.flatMap(({ name, faults }) => faults.slice(0, 2).map((fault) => `${name}: ${fault}`));
    isWrong(`refused, and honest: ${trail.name}: ${failedIn(verdict)}: ${why.join('; ')}`);
  }
  const [other] = before;
  if (other === undefined) return;
  for (const name of await tamperWith({ trail, other, chance }, { verify, tallies }))
    isWrong(`accepted, and tampered with: ${name}`);
};

try {
  while (honest < honestMinimum || triedAll() < tamperedMinimum) {
    const [story] = fc.sample(anyTrailStory, { seed: seed + number, numRuns: 1 });
    if (story === undefined) throw new Error('There is always another story');
    const trails = await honestTrails(story, { folder, number });
    for (const trail of trails) await lookAt(trail);
    before = trails.toReversed();
    number += 1;
    if (number % 20 === 0) console.log(`${honest} honest trails, ${triedAll()} tamperings, ${wrong.length} wrong`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');

console.log(`\n${'tried'.padStart(7)} ${'refused'.padStart(8)}`);
for (const [name, { tried, refused, by, onlyBy }] of tallies) {
  console.log(`${String(tried).padStart(7)} ${String(refused).padStart(8)}  ${name}`);
  console.log(
    `${' '.repeat(18)}noticed by: ${listed(by)}${onlyBy.size === 0 ? '' : `; by nothing else: ${listed(onlyBy)}`}`,
  );
}
console.log(`\n${honest} honest trails of ${number} ledgers, ${triedAll()} tamperings: ${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;
