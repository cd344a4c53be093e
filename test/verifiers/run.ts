import { generateKeyPairSync } from 'node:crypto';
import { keySigner } from '../../functions/adapters/signer/key-signer.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { ClaimCase } from './claim.ts';
import { goVerdicts, VerifierMissing } from './go-verifier.ts';
import { honestCases } from './honest-cases.ts';
import { makeLog } from './make-log.ts';
import { opensslAccepts } from './openssl-verifier.ts';
import { tamperedCases } from './tampered-cases.ts';

/*
 * Has verifiers that we did not write judge logs that we did: Go's packages for the checksum database, and the openssl
 * command line. `npm run test:verifiers [-- seed]`. Exit 1 where one is wrongly accepted or refused, or is missing.
 */

const logsMinimum = 220;
const exponentMaximum = 10;

/** On both sides of every power of two, and of what tiles hold, then at random. */
const sizesOf = (chance: Chance): readonly number[] => {
  const beside = Array.from({ length: exponentMaximum + 1 }, (_, exponent) => 2 ** exponent).flatMap((power) => [
    power - 1,
    power,
    power + 1,
  ]);
  const chosen = [...new Set(beside.filter((size) => size > 0)), 511, 513, 767, 768, 769];
  const random = Array.from({ length: logsMinimum - chosen.length }, () => 1 + chance.below(600));
  return [...chosen, ...random];
};

const casesOf = async (size: number, number: number, chance: Chance): Promise<readonly ClaimCase[]> => {
  const [signer, otherSigner] = [freshSigner(), freshSigner()];
  const salt = `log ${number}`;
  // The same course for all three, so that they differ in nothing but the key or the entries.
  const course = chance.below(1_000_000);
  const log = await makeLog({ size, salt, signer }, chanceOf(course));
  const otherKey = await makeLog({ size, salt, signer: otherSigner }, chanceOf(course));
  const fork = await makeLog({ size, salt: `fork ${number}`, signer }, chanceOf(course));
  return [...(await honestCases(log, chance)), ...(await tamperedCases(log, { otherKey, fork }, chance))];
};

const freshSigner = () => keySigner(generateKeyPairSync('ed25519').privateKey);

type Judged = ClaimCase & { readonly by: string; readonly accepted: boolean; readonly why: string };

const judgedByOpenssl = (cases: readonly ClaimCase[]): readonly Judged[] => {
  const signatures = new Set([
    undefined,
    'a bit of the signature',
    'a bit of the root',
    'another key of the same name',
  ]);
  return cases.flatMap((each) => {
    const { claim, tampering } = each;
    if (claim.kind !== 'checkpoint' || !signatures.has(tampering)) return [];
    return [{ ...each, by: 'openssl', accepted: opensslAccepts(claim.note, claim.verifierKey), why: 'the signature' }];
  });
};

const judgedByGo = async (cases: readonly ClaimCase[]): Promise<readonly Judged[]> => {
  const verdicts = await goVerdicts(cases.map(({ claim }) => claim));
  return cases.map((each, position) => ({ ...each, by: 'Go', accepted: false, why: '', ...verdicts[position] }));
};

const report = (judged: readonly Judged[], logs: number): void => {
  const wrong = judged.filter(({ tampering, accepted }) => accepted !== (tampering === undefined));
  const countBy = new Map<string, number>();
  for (const { by, claim, tampering } of judged) {
    const line = `${by} ${tampering === undefined ? `accepts ${claim.kind}` : `refuses ${claim.kind}: ${tampering}`}`;
    countBy.set(line, (countBy.get(line) ?? 0) + 1);
  }
  console.log(`${logs} logs`);
  for (const [line, count] of [...countBy].sort()) console.log(`${String(count).padStart(6)}  ${line}`);
  for (const { by, log, claim, tampering, why } of wrong.slice(0, 20))
    console.error(`WRONG ${by}, ${log}, ${claim.kind}: ${tampering ?? `honest, refused: ${why}`}`);
  console.log(`\n${judged.length - wrong.length} passed, ${wrong.length} failed`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
};

const main = async (seed: number): Promise<void> => {
  console.log(`seed ${seed}`);
  const chance = chanceOf(seed);
  const sizes = sizesOf(chance);
  const cases: ClaimCase[] = [];
  for (const [number, size] of sizes.entries()) cases.push(...(await casesOf(size, number, chance)));
  report([...(await judgedByGo(cases)), ...judgedByOpenssl(cases)], sizes.length);
};

try {
  await main(Number(process.argv[2] ?? Math.floor(Math.random() * 1_000_000)));
} catch (error) {
  if (!(error instanceof VerifierMissing)) throw error;
  console.error(`${error.message}\n\n0 passed, 1 failed`);
  process.exitCode = 1;
}
