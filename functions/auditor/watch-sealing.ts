import { type GapRow, gapsOf } from '../../domain/audit/finding.ts';
import { type LogRow, logKey } from '../../domain/audit/log/log-place.ts';
import { linesOfSegment, type SequenceRow, segmentName, sequenceKey } from '../../domain/audit/sequence.ts';
import { readLogLine } from '../../domain/audit/watch/log-line.ts';
import { type Instant, instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import type { AuditorParts } from './auditor-parts.ts';

/** How far the archive of a ledger is sealed, and what it lacks. */
export type Sealing = {
  /** How long ago the oldest archived fact was recorded that no checkpoint is over; 0 where all are sealed. */
  readonly lagSeconds: number;
  /** Versions that the audit misses, and places of the log that cannot be read. */
  readonly gaps: number;
  /** How many places of the log are given. */
  readonly archived: number;
};

/** A version of an account that is missing for longer is a gap that stays. */
export const gapPatienceSeconds = 900;

const gapsShownMaximum = 100;

/** Looks at how far the audit is: two rows, a page of gaps, and a segment where something is unsealed. */
export const watchSealing = async (
  ledger: string,
  { audit, archive, clock }: Pick<AuditorParts, 'audit' | 'archive' | 'clock'>,
): Promise<Sealing> => {
  const now = millisecondsOf(clock.now());
  const rows = await audit.load([logKey(ledger), sequenceKey(ledger)]);
  const bodyOf = (sort: string) => rows.find(({ key }) => key.sort === sort)?.body;
  const sealed = (bodyOf(logKey(ledger).sort) as LogRow | undefined)?.size ?? 0;
  const archived = ((bodyOf(sequenceKey(ledger).sort) as SequenceRow | undefined)?.next ?? 1) - 1;
  const overdue = instantOf(now - gapPatienceSeconds * 1_000);
  const missing = await audit.query({ partition: gapsOf(ledger), limit: gapsShownMaximum });
  const lasting = missing.filter(({ body }) => (body as GapRow).since < overdue).length;
  if (archived <= sealed) return { lagSeconds: 0, gaps: lasting, archived };
  const body = await archive.read(segmentName(ledger, sealed + 1));
  const [line = ''] = body === undefined ? [] : linesOfSegment(sealed + 1, body);
  const at = readLogLine(line)?.at;
  // A place that was given and holds nothing was taken out.
  if (at === undefined) return { lagSeconds: 0, gaps: lasting + 1, archived };
  return { lagSeconds: Math.max(0, now - millisecondsOf(at as Instant)) / 1_000, gaps: lasting, archived };
};
