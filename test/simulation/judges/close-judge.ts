import { type Close, closeInLine } from '../../../domain/audit/close/close-line.ts';
import { headsName } from '../../../domain/audit/close/close-place.ts';
import { type SequenceRow, sequenceKey } from '../../../domain/audit/sequence.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import type { DemandOutcome } from '../../../functions/runtime/ask-close.ts';
import { referenceLeafHash, referenceRoot } from '../../domain/audit/log/reference-tree.ts';
import { archivedLines } from '../../functions/audit/log-verifier.ts';
import type { Outside } from '../world/outside.ts';
import { ledgerName, type World } from '../world/world.ts';
import { accountsAlong } from './account-log.ts';

type Closed = Extract<DemandOutcome, { readonly code: 'Closed' }>;

/** Judges closes: what was answered to those who asked for them, and what the log says of them in the end. */
export type CloseJudge = {
  /** Someone is about to ask. Answers what to tell of each answer. */
  readonly asked: (requestId: string, fingerprint: string) => Promise<(outcome: DemandOutcome) => void>;
  readonly atEnd: () => Promise<void>;
};

export const closeJudge = ({ trace }: World, outside: Outside): CloseJudge => {
  /** How many places were given when each was asked for, for the first time: what came since need not be covered. */
  const demanded = new Map<string, number>();
  const answered = new Map<string, Closed['close'] & { readonly fingerprint: string }>();

  const judgeAnswer = (requestId: string, fingerprint: string, outcome: DemandOutcome): void => {
    trace.sometimes(outcome.code === 'Closed' ? 'a close was answered' : 'a close was asked for under a used key');
    const earlier = answered.get(requestId);
    if (outcome.code !== 'Closed') {
      if (earlier?.fingerprint === fingerprint) trace.violate('SIM-26', `${requestId} was answered, and then misused`);
      return;
    }
    const { close } = outcome;
    const before = demanded.get(requestId) ?? 0;
    if (close.index < before)
      trace.violate('SIM-26', `${requestId} was answered with ${close.index}, and ${before} were there before`);
    if (earlier !== undefined && earlier.fingerprint !== fingerprint)
      trace.violate('SIM-26', `${requestId} stands for another request, and was answered as this one`);
    if (earlier !== undefined && earlier.index !== close.index)
      trace.violate('SIM-26', `${requestId} was answered with ${close.index}, and before with ${earlier.index}`);
    answered.set(requestId, { ...close, fingerprint });
  };

  return {
    asked: async (requestId, fingerprint) => {
      const [row] = await outside.audit.load([sequenceKey(ledgerName)]);
      const places = ((row?.body as SequenceRow | undefined)?.next ?? 1) - 1;
      if (!demanded.has(requestId)) demanded.set(requestId, places);
      return (outcome) => judgeAnswer(requestId, fingerprint, outcome);
    },
    atEnd: async () => {
      const { closes, demands } = await judgeLines();
      for (const [requestId, { index }] of answered)
        if (!closes.has(index)) trace.violate('SIM-26', `${requestId} was answered with ${index}, which is no close`);
      if (demands > demanded.size)
        trace.violate('SIM-26', `${demanded.size} closes were asked for, and ${demands} were made`);
    },
  };

  async function judgeLines(): Promise<{ readonly closes: ReadonlySet<number>; readonly demands: number }> {
    const accounts = accountsAlong(outside.ledger.commits);
    const closes = new Set<number>();
    let demands = 0;
    let before: PlacedClose | undefined;
    for (const [index, line] of (await archivedLines(outside.archive)).entries()) {
      const close = closeInLine(line)?.close;
      if (close === undefined) {
        accounts.pass(line);
        continue;
      }
      const kept = await outside.archive.read(headsName(ledgerName, index));
      for (const fault of faultsOf({ close, before, accounts, kept }))
        trace.violate('SIM-25', `The close at ${index} ${fault}`);
      trace.sometimes(`the log was closed: ${close.reason}`);
      closes.add(index);
      demands += close.reason === 'demand' ? 1 : 0;
      before = { ...close, index };
    }
    return { closes, demands };
  }
};

type PlacedClose = Close & { readonly index: number };

type Judged = {
  readonly close: Close;
  readonly before: PlacedClose | undefined;
  readonly accounts: ReturnType<typeof accountsAlong>;
  /** The heads file of the close, if there is one. */
  readonly kept: string | undefined;
};

const faultsOf = ({ close, before, accounts, kept }: Judged): readonly string[] => {
  const [heads, totals, missing] = [accounts.heads(), accounts.totals(), accounts.missing()];
  const root = referenceRoot(heads.map((head) => referenceLeafHash(Buffer.from(head))));
  const faults: readonly (readonly [boolean, string])[] = [
    [missing.length > 0, `covers ${missing.join(', ')}, of which versions are missing before it`],
    [close.accounts !== heads.length, `has ${close.accounts} accounts of ${heads.length}`],
    [close.heads !== root, 'states other heads than the entries before it leave'],
    [canonicalJson(close.currencies) !== canonicalJson(totals), `has other totals than ${JSON.stringify(totals)}`],
    [totals.some(({ debits, credits }) => debits !== credits), 'does not balance'],
    [close.previous !== (before?.index ?? null), `says that ${close.previous} is the one before it`],
    [close.closedAt <= (before?.closedAt ?? ''), 'is no later than the one before it'],
    [kept !== undefined && kept !== heads.map((head) => `${head}\n`).join(''), 'has other heads kept'],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
};
