import { instantOf } from '../../../domain/shared/instant.ts';
import type { AnyOutcome, Request } from '../clients/request.ts';
import { skewMaximum } from '../world/life.ts';
import type { World } from '../world/world.ts';
import type { Attribution } from './attribution.ts';
import { answerNow, type Shadow } from './shadow.ts';

/** One attempt of a request, from when it was sent. */
export type Attempt = {
  /** It was answered; the answer must be right at some moment since it was sent. */
  readonly answered: (outcome: AnyOutcome) => void;
  /** Nothing is known of it. */
  readonly lost: () => void;
};

export type AnswerJudge = {
  readonly sent: (request: Request) => Attempt;
  /** The truth has changed: whoever waits for an answer may be answered by the new one. */
  readonly changed: () => void;
  /** What can only be said when all is over. */
  readonly atEnd: () => void;
};

type Told = { recorded: number; lost: number; refused: number; readonly request: Request };

export const answerJudge = (world: World, shadow: Shadow, attribution: Attribution): AnswerJudge => {
  const { trace, schedule } = world;
  const waiting = new Set<() => void>();
  const told = new Map<string, Told>();

  const possibleNow = ({ ask, streamId, fingerprint }: Request): readonly string[] => {
    const earlier = attribution.recordedAt(streamId);
    if (earlier !== undefined)
      return [earlier.request.fingerprint === fingerprint ? 'Recorded' : 'IdempotencyKeyMisused'];
    const answers = [-skewMaximum, skewMaximum].map((skew) => answerNow(shadow, ask, instantOf(schedule.now() + skew)));
    // Where it is so already, the request may be recorded on its own, so that a repetition is told from it.
    return answers.includes('Unchanged') ? [...answers, 'Recorded'] : answers;
  };

  const judgeRecorded = (outcome: AnyOutcome & { readonly code: 'Recorded' }, request: Request): void => {
    const there = attribution.recordedAt(request.streamId);
    if (there === undefined) trace.violate('SIM-11', `${request.key} was answered, and is not there`);
    else if (there.request.fingerprint !== request.fingerprint)
      trace.violate('SIM-12', `${request.key} stands for another request, and was answered as this one`);
    else if (there.text !== outcome.event.text)
      trace.violate('SIM-12', `${request.key} was answered with something else than what is recorded`);
    trace.sometimes(outcome.replayed ? 'a request was replayed' : 'a request was recorded');
  };

  return {
    sent: (request) => {
      const name = `${request.streamId} ${request.fingerprint}`;
      const about = told.get(name) ?? { recorded: 0, lost: 0, refused: 0, request };
      told.set(name, about);
      const possible = new Set(possibleNow(request));
      const look = (): void => {
        for (const code of possibleNow(request)) possible.add(code);
      };
      waiting.add(look);
      return {
        answered: (outcome) => {
          look();
          waiting.delete(look);
          const code = outcome.code === 'Rejected' ? outcome.rejection.code : outcome.code;
          trace.sometimes(`answer ${code}`);
          if (code !== 'TryAgain' && !possible.has(code))
            trace.violate(
              'SIM-13',
              `${request.key} was answered ${code}; ${[...possible].join(' or ')} would be right`,
            );
          if (outcome.code === 'Recorded') judgeRecorded(outcome, request);
          if (outcome.code === 'Rejected') about.refused += 1;
          else about.recorded += 1;
        },
        lost: () => {
          waiting.delete(look);
          about.lost += 1;
        },
      };
    },
    changed: () => {
      for (const look of waiting) look();
    },
    atEnd: () => {
      for (const { request, recorded, lost, refused } of told.values()) {
        const isThere = attribution.recordedAt(request.streamId)?.request.fingerprint === request.fingerprint;
        if (isThere && recorded === 0 && lost === 0 && refused > 0)
          trace.violate('SIM-14', `${request.key} was refused and never lost, and took effect all the same`);
      }
    },
  };
};
