import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileArchive } from '../../../functions/adapters/archive/file-archive.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../../functions/runtime/trail/make-trail.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../support/dynamodb-engine.ts';
import { filesIn } from '../../trail-verifier/honest-trails.ts';
import { assetsFolder, failedIn, loadVerifier } from '../../trail-verifier/verifier.ts';
import { archivedLines, bundledLines, verifiedSizes } from './log-verifier.ts';

let engine: DynamoDbEngine;
const work = mkdtempSync(join(tmpdir(), 'quipu-killed-'));
let worlds = 0;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(async () => {
  await engine.stop();
  rmSync(work, { recursive: true, force: true });
});

/** An archive of its own, in a folder, with a table for its rows, and workers over both. */
const world = async () => {
  worlds += 1;
  const folder = join(work, `${worlds}`);
  const table = await engine.createTable({ sortKey: 'S', due: true });
  const script = join(import.meta.dirname, 'audit-worker-process.ts');
  const run = (...death: readonly string[]) =>
    new Promise<{ readonly signal: string | null; readonly said: string }>((resolve) => {
      const environment = { ...process.env, NODE_OPTIONS: '' };
      const child = spawn(process.execPath, [script, folder, engine.endpoint, table, ...death], { env: environment });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += String(chunk);
        });
      child.once('close', (_, signal) => resolve({ signal, said }));
    });
  return { folder, run, archive: fileArchive(join(folder)) };
};

const writesOf = (said: string): number => Number(/, (\d+) writes\n$/.exec(said)?.[1]);

/** The ids of facts, and closes by their place. */
const whatIn = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => JSON.parse(line)).map(({ factId, close, sequence }) => factId ?? `close ${close && sequence}`);

/** Fails the test unless the archive is one log of 7 facts and a close, of which a trail can be made. */
const requireOneLog = async ({ folder, archive }: Awaited<ReturnType<typeof world>>): Promise<void> => {
  const lines = await archivedLines(archive);
  expect(new Set(whatIn(lines)).size).toBe(facts + 1);
  expect(whatIn(lines)).toHaveLength(facts + 1);
  expect(lines.map((line) => JSON.parse(line).sequence)).toEqual(lines.map((_, index) => index + 1));
  expect((await verifiedSizes(archive, lines)).at(-1)).toBe(lines.length);
  expect(await bundledLines(archive, lines.length)).toEqual(lines);
  const trail = `${folder}-trail`;
  const asked = { from: null, to: null, accounts: null };
  await makeTrail({ ledger: 'main', asked, archive, digest: bytesSha256, folder: trail, assetsFolder });
  expect(failedIn((await loadVerifier())(filesIn(trail)))).toEqual([]);
};

const facts = 7;
const atOnce = 2;

describe('an audit worker that is killed', () => {
  it('leaves one log at each of its writes to the archive, before it and after it, which another goes on with', async () => {
    const counting = await world();
    const count = writesOf((await counting.run()).said);
    expect(count).toBeGreaterThan(8);
    await requireOneLog(counting);
    const deaths = Array.from({ length: count }, (_, number) => [`${number}`]).flatMap((number) => [
      [...number, 'before'],
      [...number, 'after'],
    ]);
    for (let at = 0; at < deaths.length; at += atOnce)
      await Promise.all(
        deaths.slice(at, at + atOnce).map(async (death) => {
          const one = await world();
          expect([death, (await one.run(...death)).signal]).toEqual([death, 'SIGKILL']);
          const { said } = await one.run();
          expect([death, said]).toEqual([death, expect.stringMatching(/^7 facts, \d+ writes\n$/)]);
          await requireOneLog(one);
        }),
      );
  }, 240_000);

  it('may have another beside it: two at once make one log', async () => {
    for (let round = 0; round < 4; round += 1) {
      const both = await world();
      for (const { said } of await Promise.all([both.run(), both.run()]))
        expect(said).toMatch(/^7 facts, \d+ writes\n$/);
      await requireOneLog(both);
    }
  }, 120_000);

  it('may die while another works', async () => {
    for (const number of ['2', '5', '7']) {
      const both = await world();
      const [, other] = await Promise.all([both.run(number, 'after'), both.run()]);
      expect(other.said).toMatch(/^7 facts, \d+ writes\n$/);
      await both.run();
      await requireOneLog(both);
    }
  }, 120_000);
});
