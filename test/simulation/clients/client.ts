import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import type { AnswerJudge } from '../judges/answer-judge.ts';
import type { Attribution } from '../judges/attribution.ts';
import { settledAfter } from '../world/settled-after.ts';
import type { System } from '../world/system.ts';
import { ledgerName, type World } from '../world/world.ts';
import { type Ask, sentenceOf } from './ask.ts';
import { realCommands } from './commands.ts';
import { type AnyOutcome, type Request, requestOf } from './request.ts';

/** All that clients need. */
export type ClientParts = {
  readonly world: World;
  readonly system: System;
  readonly judge: AnswerJudge;
  readonly attribution: Attribution;
};

export type Clients = {
  /** Asks for something, as often as it takes, and then perhaps again, much later, or for something else. */
  readonly want: (ask: Ask, key: string) => Promise<AnyOutcome | undefined>;
};

const attemptsMaximum = 7;
const patienceMilliseconds = 29_000;
const second = 1_000;
const day = 24 * 3_600 * second;

/** How long after it a request is sent again: mostly soon, sometimes when nobody remembers it. */
const delays = [second, second, second, 5 * second, 5 * second, 30 * second, 10 * 60 * second, day, 90 * day];

export const clientsOf = ({ world, system, judge, attribution }: ClientParts): Clients => {
  const { random, schedule, trace } = world;
  const commands = world.bug.commands?.(realCommands) ?? realCommands;
  let sent = 0;

  const send = async (request: Request): Promise<AnyOutcome | undefined> => {
    const api = random.pick(system.apis);
    const attempt = judge.sent(request);
    trace.note(`${request.key} to ${api.name}: ${sentenceOf(request.ask)}`);
    schedule.stir();
    const tried = await settledAfter(api.call(({ ledger }) => request.send(ledger, commands), patienceMilliseconds));
    schedule.stir();
    if (!tried.ok) {
      const { failure } = tried;
      const name = failure instanceof Error ? failure.name : 'unknown';
      trace.note(`${request.key} from ${api.name}: ${name}`);
      trace.sometimes(`attempt ${name}`);
      if (!passing.has(name)) trace.violate('SIM-18', `${request.key} failed: ${String(failure)}`);
      attempt.lost();
      return undefined;
    }
    const { answer } = tried;
    trace.note(`${request.key} from ${api.name}: ${answer.code === 'Rejected' ? answer.rejection.code : answer.code}`);
    attempt.answered(answer);
    if (answer.code === 'Recorded' && request.ask.kind === 'transfer') await startPayout(answer.event);
    return answer;
  };

  const startPayout = async ({ streamId }: StoredEvent): Promise<void> => {
    const { id: transferId } = partsOf(streamId);
    if (world.weather.strikes('lostStart')) return trace.fault('lostStart');
    const start = { ledger: ledgerName, transferId, name: transferId };
    await settledAfter(
      random.pick(system.apis).call(({ executions }) => executions.start(start), patienceMilliseconds),
    );
  };

  const insist = async (request: Request): Promise<AnyOutcome | undefined> => {
    for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
      const answer = await send(request);
      const isBusy = answer?.code === 'Rejected' && answer.rejection.code === 'TryAgain';
      if (answer !== undefined && !isBusy) return answer;
      await schedule.sleep(random.pick(delays) * (0.5 + random.fraction()));
    }
    return undefined;
  };

  const requestFor = (ask: Ask, key: string): Request => {
    sent += 1;
    const request = requestOf(ask, key, world.output.guard(String(sent)));
    attribution.asked(request);
    return request;
  };

  const again = async (request: Request): Promise<void> => {
    await schedule.sleep(random.pick(delays) * (0.5 + random.fraction()));
    trace.sometimes('a request was sent again after it was answered');
    await insist(request);
  };

  return {
    want: async (ask, key) => {
      const request = requestFor(ask, key);
      if (random.chance(0.15)) void insist(request);
      if (random.chance(0.1)) {
        trace.sometimes('a key was used for two requests');
        void insist(requestFor(ask, key));
      }
      const answer = await insist(request);
      if (random.chance(0.25)) void again(request);
      return answer;
    },
  };
};

const passing: ReadonlySet<string> = new Set(['TransientFailure', 'Crashed', 'TimedOut']);
