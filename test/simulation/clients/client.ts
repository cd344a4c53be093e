import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import type { AnswerJudge } from '../judges/answer-judge.ts';
import type { Attribution } from '../judges/attribution.ts';
import { hashOf, type Random } from '../world/random.ts';
import { settledAfter } from '../world/settled-after.ts';
import type { System } from '../world/system.ts';
import type { Place } from '../world/weather.ts';
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
  /** Asks for something, as often as it takes. */
  readonly askFor: (ask: Ask, key: string) => Promise<AnyOutcome | undefined>;
};

const attemptsMaximum = 7;
const patienceMilliseconds = 29_000;
const second = 1_000;
const day = 24 * 3_600 * second;

/** How long after it a request is sent again: mostly soon, sometimes when nobody remembers it. */
const delays = [second, second, second, 5 * second, 5 * second, 30 * second, 10 * 60 * second, day, 90 * day];

export const clientsOf = ({ world, system, judge, attribution }: ClientParts): Clients => {
  const { schedule, trace, weather } = world;
  const commands = world.bug.commands?.(realCommands) ?? realCommands;

  const send = async (request: Request, { random }: Place): Promise<AnyOutcome | undefined> => {
    const { key, ask } = request;
    const api = random.pick(system.apis);
    const attempt = judge.sent(request);
    trace.tell(`${key} to ${api.name}: ${sentenceOf(ask)}`);
    schedule.stir();
    const asked = api.call(({ ledger }) => request.send(ledger, commands), patienceMilliseconds, ask.kind);
    const tried = await settledAfter(asked);
    schedule.stir();
    if (!tried.ok) {
      const { failure } = tried;
      const name = failure instanceof Error ? failure.name : 'unknown';
      trace.tell(`${key} hears nothing from ${api.name}: ${name}`);
      trace.sometimes(`attempt ${name}`);
      if (!passing.has(name)) trace.violate('SIM-18', `${key} failed: ${String(failure)}`);
      attempt.lost();
      return undefined;
    }
    const { answer } = tried;
    trace.tell(`${key} hears from ${api.name}: ${answer.code === 'Rejected' ? answer.rejection.code : answer.code}`);
    attempt.answered(answer);
    if (answer.code === 'Recorded' && ask.kind === 'transfer') await startPayout(answer.event, random);
    return answer;
  };

  const startPayout = async ({ streamId }: StoredEvent, random: Random): Promise<void> => {
    const { id: transferId } = partsOf(streamId);
    if (weather.at('payout starter').strikes('lostStart')) return;
    const start = { ledger: ledgerName, transferId, name: transferId };
    const api = random.pick(system.apis);
    await settledAfter(api.call(({ executions }) => executions.start(start), patienceMilliseconds, 'start'));
  };

  const insist = async (request: Request, place: Place): Promise<AnyOutcome | undefined> => {
    for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
      const answer = await send(request, place);
      const isBusy = answer?.code === 'Rejected' && answer.rejection.code === 'TryAgain';
      if (answer !== undefined && !isBusy) return answer;
      await rest(place);
    }
    return undefined;
  };

  const rest = ({ random }: Place): Promise<void> => schedule.sleep(random.pick(delays) * (0.5 + random.fraction()));

  const requestFor = (ask: Ask, key: string, about = key): Request => {
    const request = requestOf(ask, key, world.output.guard(String(hashOf(about))));
    attribution.asked(request);
    return request;
  };

  const again = async (request: Request, place: Place): Promise<void> => {
    await rest(place);
    trace.sometimes('a request was sent again after it was answered');
    await insist(request, place);
  };

  return {
    askFor: (ask, key) => insist(requestFor(ask, key), weather.at(key)),
    want: async (ask, key) => {
      const place = weather.at(key);
      const request = requestFor(ask, key);
      if (place.happens('asks twice at once', 0.15)) void insist(request, place);
      if (place.happens('uses the key for another request', 0.1)) {
        trace.sometimes('a key was used for two requests');
        void insist(requestFor(ask, key, `${key}, otherwise`), place);
      }
      const answer = await insist(request, place);
      if (place.happens('asks again though it was answered', 0.25)) void again(request, place);
      return answer;
    },
  };
};

const passing: ReadonlySet<string> = new Set(['TransientFailure', 'Crashed', 'TimedOut']);
