import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { anyTrailStory } from '../arbitraries/trail-stories.ts';
import { readersOfJournals } from './journal-balances.ts';
import { type MadeTrail, madeTrails } from './made-trails.ts';
import { installMissing, run } from './outside-tools.ts';
import { type AccountSums, sumsOfAuditFile, sumsOfStatement } from './statement-sums.ts';

/*
 * Has programs that we did not write read the exports of random ledgers: hledger, ledger and Beancount in their strict
 * modes, whose balances must be the ledger's own, account by account, and xmllint with the official schemas.
 * `npm run test:exports [-- seed]`. Exit 1 where one disagrees, or where a damaged export is not noticed.
 */

const ledgersOfXml = 210;
const ledgersOfJournals = 60;
const filesPerCall = 400;

const faults: string[] = [];
const counts = new Map<string, number>();

const count = (what: string, number = 1): void => void counts.set(what, (counts.get(what) ?? 0) + number);

const fault = (what: string): void => void faults.push(what);

const checkJournals = ({ name, folder, balances }: MadeTrail): void => {
  for (const [tool, judge] of Object.entries(readersOfJournals)) {
    const judged = judge(folder);
    if (!judged.ok) fault(`${name}: ${tool} refuses it: ${judged.why}`);
    else
      for (const [id, balance] of balances)
        if ((judged.balances.get(id) ?? 0n) !== balance)
          fault(`${name}: ${tool} says ${judged.balances.get(id)} of ${id}, and the ledger ${balance}`);
    count(`journals read by ${tool}`);
    count(`balances compared with ${tool}'s`, balances.size);
  }
};

/** A journal whose last balance was changed must be refused by each, or they would have shown nothing. */
const checkThatDamageShows = ({ name, folder }: MadeTrail): void => {
  for (const [tool, judge] of Object.entries(readersOfJournals)) {
    const file = join(folder, `journal.${tool}`);
    const text = readFileSync(file, 'utf8');
    const damaged = text.replace(
      /([0-9])((?: ~ 0)? [A-Z]{3}\n)$/,
      (_, digit, rest) => `${(Number(digit) + 1) % 10}${rest}`,
    );
    writeFileSync(file, damaged);
    if (damaged === text || judge(folder).ok) fault(`${name}: ${tool} does not notice a balance that was changed`);
    writeFileSync(file, text);
    count(`damaged journals refused by ${tool}`);
  }
};

const schemaOf = (kind: 'camt.053.001.08' | 'saf-t-financial-1.30'): string =>
  join(import.meta.dirname, 'schemas', `${kind}.xsd`);

const checkSchema = (kind: Parameters<typeof schemaOf>[0], files: readonly string[]): void => {
  for (let at = 0; at < files.length; at += filesPerCall) {
    const some = files.slice(at, at + filesPerCall);
    const { ok, complaint } = run('xmllint', ['--noout', '--schema', schemaOf(kind), ...some]);
    if (!ok)
      fault(
        `xmllint: ${complaint
          .split('\n')
          .filter((line) => !line.endsWith(' validates'))
          .join('\n')}`,
      );
    count(`${kind} files validated by xmllint`, some.length);
  }
  const [first] = files;
  if (first === undefined) throw new Error(`There is no file of ${kind}`);
  const damaged = `${first}.damaged`;
  writeFileSync(damaged, readFileSync(first, 'utf8').replace(/<(Ccy|DefaultCurrencyCode)>[A-Z]{3}</, '<$1>x1<'));
  if (run('xmllint', ['--noout', '--schema', schemaOf(kind), damaged]).ok) fault(`xmllint finds no fault in ${kind}`);
  rmSync(damaged);
};

const checkSums = (file: string, { accountId, opening, moved, closing }: AccountSums): void => {
  count('openings and movements added up');
  if (opening + moved !== closing) fault(`${file}: ${accountId}: ${opening} and ${moved} are not ${closing}`);
};

const namesIn = (folder: string, chosen: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => chosen.test(name))
    .map((name) => join(folder, name));

const checkStatement = (file: string, balances: MadeTrail['balances']): void => {
  const sums = sumsOfStatement(readFileSync(file, 'utf8'));
  checkSums(file, sums);
  const balance = balances.get(sums.accountId);
  if (balance !== sums.closing && balance !== -sums.closing)
    fault(`${file}: closes at ${sums.closing}, not ${balance}`);
};

const checkAuditFile = (file: string): void => {
  const { accounts, counted, stated } = sumsOfAuditFile(readFileSync(file, 'utf8'));
  for (const sums of accounts) checkSums(file, sums);
  for (const total of ['entries', 'debits', 'credits'] as const)
    if (counted[total] !== stated[total]) fault(`${file}: ${total}: ${stated[total]} stated, ${counted[total]} there`);
};

const checkXml = (trails: readonly MadeTrail[]): void => {
  const statements = trails.flatMap(({ folder }) => namesIn(folder, /^camt053\/.*\.xml$/));
  const auditFiles = trails.flatMap(({ folder }) => namesIn(folder, /^saf-t[^/]*\.xml$/));
  checkSchema('camt.053.001.08', statements);
  checkSchema('saf-t-financial-1.30', auditFiles);
  for (const { folder, balances } of trails)
    for (const file of namesIn(folder, /^camt053\/.*\.xml$/)) checkStatement(file, balances);
  for (const file of auditFiles) checkAuditFile(file);
};

const main = async (seed: number): Promise<void> => {
  console.log(`seed ${seed}`);
  installMissing();
  const folder = mkdtempSync(join(tmpdir(), 'quipu-exports-'));
  try {
    const trails: MadeTrail[] = [];
    const stories = fc.sample(anyTrailStory, { seed, numRuns: ledgersOfXml });
    for (const [number, story] of stories.entries()) {
      const made = await madeTrails(story, { folder, number });
      trails.push(...made);
      count('random ledgers');
      if (number < ledgersOfJournals) for (const trail of made) checkJournals(trail);
      if (number < 3) for (const trail of made) checkThatDamageShows(trail);
    }
    checkXml(trails);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [what, number] of counts) console.log(`${String(number).padStart(7)}  ${what}`);
  for (const each of faults.slice(0, 20)) console.error(`WRONG ${each}`);
  console.log(`\n${faults.length === 0 ? 'all agree' : `${faults.length} faults`}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
};

await main(Number(process.argv[2] ?? Math.floor(Math.random() * 1_000_000)));
