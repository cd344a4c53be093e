/** What happens when in virtual time, one thing after the other; equal times go in the order they were asked for. */
export type Schedule = {
  /** Milliseconds since 1970 in the world. */
  readonly now: () => number;
  /** Does something after so many milliseconds. */
  readonly after: (milliseconds: number, work: () => void) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /**
   * Does something every so many milliseconds, for as long as there is news: while the world only waits, a few rounds
   * are enough and time jumps on.
   */
  readonly every: (milliseconds: number, work: () => void) => void;
  /** There is news: the rounds go on. */
  readonly stir: () => void;
  /**
   * Lets things happen until `isOver` says so, or nothing is left but the rounds, or `happeningsMaximum` is reached.
   */
  readonly run: (isOver: () => boolean, happeningsMaximum: number) => Promise<'over' | 'idle' | 'endless'>;
};

type Happening = { readonly at: number; readonly order: number; readonly work: () => void };
type Round = { at: number; idle: number; readonly milliseconds: number; readonly work: () => void };

/** Rounds of each kind that run one after the other without any news, before time jumps on. */
const idleRoundsMaximum = 3;

export const schedule = (begin: number): Schedule => {
  const waiting = heap();
  const rounds: Round[] = [];
  let now = begin;
  let order = 0;

  const after = (milliseconds: number, work: () => void): void => {
    waiting.push({ at: now + Math.max(0, Math.round(milliseconds)), order: order++, work });
  };

  const dueRound = (): Round | undefined =>
    rounds.reduce<Round | undefined>((first, one) => {
      if (one.idle >= idleRoundsMaximum) return first;
      return first === undefined || one.at < first.at ? one : first;
    }, undefined);

  const nextWork = (): (() => void) | undefined => {
    const next = waiting.peek();
    const round = dueRound();
    if (round !== undefined && (next === undefined || round.at <= next.at)) {
      round.idle += 1;
      now = Math.max(now, round.at);
      round.at = now + round.milliseconds;
      return round.work;
    }
    if (next === undefined) return undefined;
    waiting.pop();
    if (next.at > now) now = next.at;
    for (const one of rounds) if (one.at < now) one.at = now;
    return next.work;
  };

  return {
    now: () => now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    every: (milliseconds, work) => {
      rounds.push({ at: now + milliseconds, idle: 0, milliseconds, work });
    },
    stir: () => {
      for (const round of rounds) round.idle = 0;
    },
    run: async (isOver, happeningsMaximum) => {
      await settled();
      for (let happened = 0; happened < happeningsMaximum; happened += 1) {
        if (isOver()) return 'over';
        const work = nextWork();
        if (work === undefined) return 'idle';
        work();
        await settled();
      }
      return 'endless';
    },
  };
};

// All that promises can do by themselves is done before the next turn of the event loop, so one thing happens at a
// time.
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const heap = () => {
  const nodes: Happening[] = [];
  const isBefore = (left: number, right: number): boolean => {
    const [one, other] = [nodes[left], nodes[right]];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  };
  const swap = (left: number, right: number): void => {
    const [one, other] = [nodes[left], nodes[right]];
    if (one === undefined || other === undefined) return;
    nodes[left] = other;
    nodes[right] = one;
  };
  const rise = (at: number): void => {
    for (let child = at; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!isBefore(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = (): void => {
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = isBefore(right, left) ? right : left;
      if (!isBefore(child, parent)) return;
      swap(child, parent);
      parent = child;
    }
  };
  return {
    peek: (): Happening | undefined => nodes[0],
    push: (happening: Happening): void => {
      nodes.push(happening);
      rise(nodes.length - 1);
    },
    pop: (): void => {
      swap(0, nodes.length - 1);
      nodes.pop();
      sink();
    },
  };
};
