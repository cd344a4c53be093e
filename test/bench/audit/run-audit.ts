import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { type MeasuredProcess, measuredProcess } from './measured-process.ts';
import { type SealedLog, sealedLog } from './sealed-log.ts';

type Figures = SealedLog & {
  readonly entries: number;
  readonly trail: MeasuredProcess & { readonly bytes: number; readonly files: number };
  readonly verify: MeasuredProcess;
};

/**
 * Measures the log of a ledger of `--entries` journal entries with two postings, its trail of everything, and the
 * verifier of that. It takes about 8 KB of disk for each, in the folder for temporary files.
 */
export const runAudit = async (words: readonly string[]): Promise<void> => {
  const options = {
    entries: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args: [...words], options });
  const entries = Number(values.entries);
  if (!Number.isSafeInteger(entries) || entries < 1) throw new RangeError('--entries is a number from 1 on');
  const folder = mkdtempSync(join(tmpdir(), 'quipu-bench-audit-'));
  try {
    const figures = await measured(entries, folder);
    process.stdout.write(`${values.json ? JSON.stringify(figures) : said(figures)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const measured = async (entries: number, folder: string): Promise<Figures> => {
  const [archive, trailFolder] = [join(folder, 'archive'), join(folder, 'trail')];
  const bar = progressOver(entries * 2);
  const sealed = await sealedLog({ folder: archive, entries, onProgress: (done) => bar.increment(done) });
  bar.stop();
  const script = join(import.meta.dirname, 'make-trail-process.ts');
  const trail = await measuredProcess('making the trail', [script, archive, trailFolder]);
  const verify = await measuredProcess('verifying the trail', [join(trailFolder, 'verify.mjs')]);
  const files = readdirSync(trailFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { entries, ...sealed, trail: { ...trail, bytes, files: files.length }, verify };
};

const said = ({ size, trail, verify, ...log }: Figures): string => {
  const line = (what: string, seconds: number, more: string) =>
    `  ${what.padEnd(10)}${seconds.toFixed(1).padStart(8)} s  ${(size / seconds).toFixed(0).padStart(7)} entries/s  ${more}`;
  const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  return [
    `A log of ${size} entries, of which ${log.entries} are journal entries with two postings`,
    line('archived', log.archiveSeconds, ''),
    line('closed', log.closeSeconds, ''),
    line('sealed', log.sealSeconds, `a proof has ${log.proofBytes} bytes, with its checkpoint`),
    line('trail', trail.seconds, `${trail.files} files, ${mega(trail.bytes)}; ${mega(trail.memoryBytes)} of memory`),
    line('verified', verify.seconds, `${mega(verify.memoryBytes)} of memory`),
  ]
    .map((text) => text.trimEnd())
    .join('\n');
};

const progressOver = (total: number): SingleBar => {
  const bar = new SingleBar({
    format: 'archiving and sealing {bar} {percentage} %, {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  bar.start(total, 0);
  return bar;
};
