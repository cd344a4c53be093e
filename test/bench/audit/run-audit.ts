import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type SealedLog, sealedLog } from './sealed-log.ts';

/** Measures a log of `entries` entries in a folder, and never judges. Seconds, bytes and entries a second. */
export const runAudit = async (words: ReadonlyMap<string, string>): Promise<void> => {
  const entries = Number(words.get('--entries') ?? 1_000_000);
  if (!Number.isSafeInteger(entries) || entries < 2_000) throw new RangeError('--entries is a number from 2000 on');
  const folder = mkdtempSync(join(tmpdir(), 'quipu-bench-audit-'));
  try {
    const bar = progressOver(entries * 2);
    const sealed = await sealedLog(join(folder, 'archive'), entries, (done) => bar.increment(done));
    bar.stop();
    report(sealed, words.has('--json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const report = ({ size, archiveSeconds, sealSeconds, proofBytes }: SealedLog, json: boolean): void => {
  const figures = { size, archiveSeconds, sealSeconds, proofBytes };
  const lines = [
    `A log of ${size} entries`,
    `  archived   ${archiveSeconds.toFixed(1)} s, ${(size / archiveSeconds).toFixed(0)} entries/s`,
    `  sealed     ${sealSeconds.toFixed(1)} s, ${(size / sealSeconds).toFixed(0)} entries/s`,
    `  a proof    ${proofBytes} bytes, with its checkpoint`,
  ];
  process.stdout.write(`${json ? JSON.stringify(figures) : lines.join('\n')}\n`);
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
