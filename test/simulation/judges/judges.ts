import type { System } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { type AnswerJudge, answerJudge } from './answer-judge.ts';
import { type Attribution, attribution } from './attribution.ts';
import { type CloseJudge, closeJudge } from './close-judge.ts';
import { commitJudge } from './commit-judge.ts';
import { judgeEnd } from './end-judge.ts';
import { type RefusalJudge, refusalJudge } from './refusal-judge.ts';
import { type RepairJudge, repairJudge } from './repair-judge.ts';
import { emptyShadow } from './shadow.ts';

/** All who judge what happens in a world, each by what it is told and by every commit. */
export type Judges = {
  readonly attribution: Attribution;
  readonly answers: AnswerJudge;
  readonly repairs: RepairJudge;
  readonly refusals: RefusalJudge;
  readonly closes: CloseJudge;
  /** Once all is over. */
  readonly judgeEnd: () => Promise<void>;
};

export const judgesOf = (world: World, system: System): Judges => {
  const { trace } = world;
  const shadow = emptyShadow();
  const attributed = attribution(trace);
  const answers = answerJudge(world, shadow, attributed);
  const judgeCommit = commitJudge(trace, shadow);
  const repairs = repairJudge(trace, attributed);
  const refusals = refusalJudge(world, attributed);
  const closes = closeJudge(world, system.outside);
  system.outside.ledger.listen((commit) => {
    judgeCommit(commit);
    for (const { judge } of [attributed, repairs, refusals]) judge(commit);
    answers.changed();
  });
  return {
    ...{ attribution: attributed, answers, repairs, refusals, closes },
    judgeEnd: async () => {
      answers.atEnd();
      await closes.atEnd();
      await judgeEnd(world, system);
    },
  };
};
