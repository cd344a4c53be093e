/** Runs work so that no two pieces that share a key run at once in this process, in the order they came. */
export type Lanes = { readonly run: <Answer>(keys: readonly string[], work: () => Promise<Answer>) => Promise<Answer> };

/**
 * Lanes by key. Writers of one account in one process would only lose races to each other; here they take turns, and a
 * hot account costs its latency rather than retries. Across processes the event store's versions decide, as ever.
 */
export const lanes = (): Lanes => {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run: async (keys, work) => {
      const before = Promise.all(keys.map((key) => tails.get(key)));
      const done = before.then(work);
      const tail = done.catch(() => undefined);
      for (const key of keys) tails.set(key, tail);
      try {
        return await done;
      } finally {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
      }
    },
  };
};
