import type { DeclaredSchedule } from '../declared-stack.ts';
import type { InvocationOutcome, Invoker } from '../invoker.ts';
import type { Log } from '../log.ts';

export type Schedules = {
  /** Waits for what is being invoked. */
  readonly stop: () => Promise<void>;
};

export type SchedulesOptions = {
  readonly schedules: readonly DeclaredSchedule[];
  readonly invoker: Invoker;
  readonly log: Log;
};

/** A stack that was stopped for long has something to catch up with, so the first time is soon. */
const firstSecondsMaximum = 5;

/**
 * Invokes each schedule's function with its declared input, which is JSON: first after at most five seconds, then every
 * `everySeconds`. A schedule never overlaps itself: a time that comes while its function runs is left out. Counts on
 * the monotonic clock, so that setting the machine's clock neither skips nor repeats anything. Throws where an input is
 * not JSON.
 */
export const startSchedules = ({ schedules, invoker, log }: SchedulesOptions): Schedules => {
  const running = schedules.map((schedule) => startSchedule(schedule, { invoker, log }));
  return {
    stop: async () => {
      await Promise.all(running.map((stop) => stop()));
    },
  };
};

type Surroundings = Pick<SchedulesOptions, 'invoker' | 'log'>;

const startSchedule = (schedule: DeclaredSchedule, surroundings: Surroundings): (() => Promise<void>) => {
  const input = inputOf(schedule);
  const everyMilliseconds = schedule.everySeconds * 1000;
  let due = performance.now() + Math.min(everyMilliseconds, firstSecondsMaximum * 1000);
  let invocation: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(run, Math.max(0, due - performance.now()));
  };
  const run = () => {
    invocation = invoke(schedule, input, surroundings).then(() => {
      const late = performance.now() - due;
      due += everyMilliseconds * Math.max(1, Math.ceil(late / everyMilliseconds));
      if (!isStopped) {
        wait();
      }
    });
  };
  wait();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return invocation;
  };
};

const inputOf = ({ name, input }: DeclaredSchedule): unknown => {
  try {
    return input === '' ? {} : JSON.parse(input);
  } catch (cause) {
    throw new Error(`The input of schedule ${name} is not JSON.`, { cause });
  }
};

const invoke = async ({ name, functionName }: DeclaredSchedule, input: unknown, { invoker, log }: Surroundings) => {
  const outcome = await invoker.invoke(functionName, input).catch(
    (error): InvocationOutcome => ({
      ok: false,
      errorType: 'ServiceException',
      errorMessage: String(error),
      trace: [],
    }),
  );
  if (!outcome.ok) {
    log(`Schedule ${name}: ${functionName} failed with ${outcome.errorType}: ${outcome.errorMessage}`);
  }
};
