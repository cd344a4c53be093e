import type { RestoreFinding } from '../../domain/audit/restore/restore-findings.ts';
import type { Json, JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { table } from '../answers/table.ts';
import type { HeadsCheck } from './heads-check.ts';
import type { LogCheck } from './log-check.ts';
import type { RestoreOutcome, RestoreReport } from './verify-restore.ts';

/** How many findings are printed for people; `--json` has all of them. */
const findingsShown = 50;

/** What a verification found, and what a repair did; it has failed unless the table is proven whole in the end. */
export const restoreAnswer = ({ before, repaired }: RestoreOutcome): Answer => {
  const last = repaired?.after ?? before;
  const parts = [
    `${before.events} events, ${before.facts} of them facts; ${before.archived} facts archived, ${before.unarchived} not yet.`,
    findingsText(before.findings),
    ...(repaired === undefined
      ? []
      : [`Put back: ${repaired.put}. After that:`, findingsText(repaired.after.findings)]),
    ...last.logs.map(logText),
    ...last.heads.map(headsText),
    last.isProven ? 'The table holds all that was sealed, with the same texts.' : notProven(last),
  ];
  const json = { before: jsonOf(before), ...(repaired && { put: repaired.put, after: jsonOf(repaired.after) }) };
  return { json: { ...json, isProven: last.isProven }, text: parts.join('\n\n'), failed: !last.isProven };
};

const findingsText = (findings: readonly RestoreFinding[]): string => {
  if (findings.length === 0) return 'Nothing is missing and nothing differs.';
  const rows = table<RestoreFinding>(
    [
      { title: 'found', cell: ({ code }) => code },
      { title: 'at', cell: ({ place }) => place },
      { title: 'repaired from', cell: ({ repair }) => repair?.from ?? 'nothing' },
      { title: 'because', cell: ({ detail }) => detail },
    ],
    findings.slice(0, findingsShown),
  );
  const more = findings.length - findingsShown;
  return more > 0 ? `${rows}\n... and ${more} more; --json has all of them` : rows;
};

const logText = ({ ledger, size, checkpoint }: LogCheck): string => {
  if (checkpoint === undefined) return `${ledger}: ${size} archived lines, and no checkpoint over them`;
  const { size: sealed, root, isSame, signedBy } = checkpoint;
  const verdict = isSame ? 'is what the archive holds' : 'is NOT what the archive holds';
  const later = size === sealed ? '' : `; ${size - sealed} lines came after it`;
  const signers = signedBy.join(' ') || 'nobody known';
  return `${ledger}: the checkpoint at ${sealed}, root ${root}, ${verdict}; signed by ${signers}${later}`;
};

const headsText = ({ ledger, index, accounts, isKept, differing }: HeadsCheck): string =>
  `${ledger}: the close at ${index} over ${accounts} accounts ${isKept ? 'has its heads' : 'does NOT have its heads'}; ` +
  (differing.length === 0 ? 'the table agrees' : `the table differs on ${differing.slice(0, findingsShown).join(' ')}`);

const notProven = ({ findings }: RestoreReport): string =>
  findings.some(({ repair }) => repair !== undefined)
    ? 'The table is not whole. --repair --table NAME puts back what can be.'
    : 'The table is not proven whole: see docs/runbooks/restore.md.';

// The texts of facts stay out: they are in the archive, and the places say which they are.
const jsonOf = ({ findings, logs, heads, ...counts }: RestoreReport): JsonObject => ({
  ...counts,
  findings: findings.map(({ repair, ...found }) => ({ ...found, repairedFrom: repair?.from ?? null })),
  logs: logs.map((log): Json => ({ ...log, checkpoint: log.checkpoint ?? null, close: log.close ?? null })),
  heads: heads.map((checked): Json => ({ ...checked })),
});
