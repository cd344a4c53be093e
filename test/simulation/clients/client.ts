import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import type { Judges } from '../judges/judges.ts';
import { type Accountant, accountantOf } from '../world/accountant.ts';
import { passing } from '../world/passing.ts';
import { hashOf, type Random } from '../world/random.ts';
import { settledAfter } from '../world/settled-after.ts';
import type { System } from '../world/system.ts';
import type { Place } from '../world/weather.ts';
import { ledgerName, type World } from '../world/world.ts';
import { type Ask, sentenceOf } from './ask.ts';
import type { Commands } from './commands.ts';
import { keep, refusalIn } from './refusal.ts';
import { type AnyOutcome, type Request, requestOf } from './request.ts';

/** All that clients need. */
export type ClientParts = {
  readonly world: World;
  readonly system: System;
  readonly judges: Judges;
  readonly commands: Commands;
};

export type Clients = {
  /** Asks for something, as often as it takes, and then perhaps again, much later, or for something else. */
  readonly want: (ask: Ask, key: string) => Promise<AnyOutcome | undefined>;
  /** Asks for something, as often as it takes. */
  readonly askFor: (ask: Ask, key: string) => Promise<AnyOutcome | undefined>;
} & Accountant;

const attemptsMaximum = 7;
const patienceMilliseconds = 29_000;
const second = 1_000;
const day = 24 * 3_600 * second;

/** How long after it a request is sent again: mostly soon, sometimes when nobody remembers it. */
const delays = [second, second, second, 5 * second, 5 * second, 30 * second, 10 * 60 * second, day, 90 * day];

export const clientsOf = (parts: ClientParts): Clients => {
  const { world, system, judges, commands } = parts;
  const { answers, attribution, refusals } = judges;
  const keepRefusal = world.bug.keepRefusal?.(keep) ?? keep;
  const { schedule, trace, weather } = world;

  const send = async (request: Request, { random }: Place): Promise<AnyOutcome | undefined> => {
    const { key, ask } = request;
    const api = random.pick(system.apis);
    const attempt = answers.sent(request);
    trace.tell(`${key} to ${api.name}: ${sentenceOf(ask)}`);
    schedule.stir();
    const tried = await settledAfter(
      api.call(({ ledger }) => answered(request, ledger), patienceMilliseconds, ask.kind),
    );
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
    const { answer, refusal, isLost } = tried.answer;
    if (refusal !== undefined) refusals.answered(refusal, isLost);
    trace.tell(`${key} hears from ${api.name}: ${answer.code === 'Rejected' ? answer.rejection.code : answer.code}`);
    attempt.answered(answer);
    if (answer.code === 'Recorded' && ask.kind === 'transfer') await startPayout(answer.event, random);
    return answer;
  };

  // What the API does of a request, but for reading it: what a rule refuses is kept before the caller hears of it.
  const answered = async (request: Request, ledger: Ledger) => {
    const answer = await request.send(ledger, commands);
    const refusal = refusalIn(answer, request);
    if (refusal === undefined) return { answer, refusal, isLost: false };
    refusals.refused(refusal);
    return { answer, refusal, isLost: await keepRefusal(refusal, request, ledger) };
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
    ...accountantOf(world, system, judges.closes),
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
