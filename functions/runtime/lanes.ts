/** Runs work so that no two pieces that share a key run at once in this process, in the order they came. */
export type Lanes = {
  /** Work that calls `leave` lets those behind it begin, though it has not ended. */
  readonly run: <Answer>(keys: readonly string[], work: (leave: () => void) => Promise<Answer>) => Promise<Answer>;
};

/**
 * Lanes by key. Writers of one account in one process would only lose races to each other; here they take turns. Across
 * processes the event store's versions decide, as ever.
 */
export const lanes = (): Lanes => {
  const tails = new Map<string, Promise<void>>();
  return {
    run: (keys, work) => {
      const { promise: left, resolve } = Promise.withResolvers<void>();
      const leave = (): void => resolve();
      const before = Promise.all(keys.map((key) => tails.get(key)));
      const done = before.then(() => work(leave));
      done.then(leave, leave);
      const tail = left.then(() => {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
      });
      for (const key of keys) tails.set(key, tail);
      return done;
    },
  };
};
