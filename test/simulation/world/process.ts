import { Crashed, type Life, lifeOf } from './life.ts';
import type { World } from './world.ts';

/** Nobody waits for the answer any more; the process goes on all the same. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** A process that is started again whenever it has died; it then knows nothing of its earlier lives. */
export type Process<Services> = {
  readonly name: string;
  /** Asks it to do a task that has this name. Fails with Crashed or TimedOut, or as the work does. */
  readonly call: <Answer>(
    work: (services: Services) => Promise<Answer>,
    timeout: number,
    task: string,
  ) => Promise<Answer>;
};

export const processOf = <Services>(world: World, name: string, start: (life: Life) => Services): Process<Services> => {
  const { schedule, trace, weather } = world;
  let life = lifeOf(world, name);
  let services = start(life);

  const alive = (): Services => {
    if (life.isAlive() && life.place.strikes('processRestart')) life.die();
    if (life.isAlive()) return services;
    life = lifeOf(world, name);
    services = start(life);
    trace.tell(`${name} starts`);
    return services;
  };

  return {
    name,
    call: (work, timeout, task) =>
      new Promise((resolve, reject) => {
        const current = alive();
        const { forget } = life.onDeath(() => reject(new Crashed(`${name} died`)));
        let isDone = false;
        const done = (): void => {
          isDone = true;
          forget();
        };
        schedule.after(timeout, () => (isDone ? undefined : reject(new TimedOut(`${name} did not answer`))));
        weather
          .within(task, () => work(current))
          .finally(done)
          .then(resolve, (error: unknown) => {
            for (const text of textsOf(error)) world.output.look(text);
            reject(error);
          });
      }),
  };
};

/** What an error says, and those that caused it. */
const textsOf = (error: unknown): readonly string[] =>
  error instanceof Error && error.cause !== undefined ? [String(error), ...textsOf(error.cause)] : [String(error)];
