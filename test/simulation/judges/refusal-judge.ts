import { firstVersionOf, type StreamId } from '../../../domain/shared/stream-id.ts';
import type { Refusal } from '../clients/refusal.ts';
import type { Commit } from '../world/recorded-store.ts';
import type { World } from '../world/world.ts';
import type { Attribution } from './attribution.ts';
import { saidIn } from './stored-facts.ts';

/** Judges what the ledger keeps of refusals. */
export type RefusalJudge = {
  /** Something was refused by a rule, and is about to be kept. */
  readonly refused: (refusal: Refusal) => void;
  /** The caller hears of it; `isLost` where the store did not take it, which was counted. */
  readonly answered: (refusal: Refusal, isLost: boolean) => void;
  readonly judge: (commit: Commit) => void;
};

export const refusalJudge = ({ trace, output }: World, attribution: Pick<Attribution, 'allow'>): RefusalJudge => {
  const kept = new Map<StreamId, string | undefined>();
  return {
    refused: ({ streamId }) => attribution.allow(streamId),
    answered: ({ streamId, code }, isLost) => {
      if (isLost) return trace.sometimes('a refusal was lost');
      trace.sometimes('a refusal was kept');
      if (kept.get(streamId) !== code)
        trace.violate('SIM-29', `Somebody heard ${code}, and ${streamId} does not say so`);
    },
    judge: (commit) => {
      for (const { event, kind, said } of saidIn(commit)) {
        if (kind !== 'rejection') continue;
        const { streamId, version, text } = event;
        if (version !== firstVersionOf(streamId)) trace.violate('SIM-29', `${streamId} is kept more than once`);
        if (commit.length > 1) trace.violate('SIM-29', `${streamId} is kept, and something came of it`);
        output.look(text);
        kept.set(streamId, said.code);
      }
    },
  };
};
