import fc from 'fast-check';

/** Draws a whole number below `limit`; what is drawn is part of the counterexample. */
export type Draw = (limit: number) => number;

/**
 * Several who work at once. `run` lets them, in the order in which the scheduler lets each of their calls to the
 * outside begin and each answer arrive, and throws where that ends badly.
 */
export type Race = {
  readonly name: string;
  readonly run: (scheduler: fc.Scheduler, draw: Draw) => Promise<void>;
};

/** How many schedules a race was run with, and how many of those were unlike all others. */
export type Raced = { readonly schedules: number; readonly distinct: number };

const drawsMaximum = 24;

/** Runs a race under so many schedules. Throws with the schedule, shrunk, where it ends badly. */
export const runRace = async (race: Race, schedules: number, seed?: number): Promise<Raced> => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.nat({ max: 999 }), { minLength: drawsMaximum, maxLength: drawsMaximum }),
      async (scheduler, numbers) => {
        const { draw, drawn } = drawing(numbers);
        await race.run(scheduler, draw);
        const order = scheduler.report().map(({ taskId }) => taskId);
        seen.add(`${drawn().join()} ${order.join()}`);
      },
    ),
    { numRuns: schedules, ...(seed === undefined ? {} : { seed }) },
  );
  return { schedules, distinct: seen.size };
};

const drawing = (numbers: readonly number[]): { readonly draw: Draw; readonly drawn: () => readonly number[] } => {
  const drawn: number[] = [];
  return {
    draw: (limit) => {
      const number = (numbers[drawn.length % numbers.length] ?? 0) % limit;
      drawn.push(number);
      return number;
    },
    drawn: () => drawn,
  };
};
