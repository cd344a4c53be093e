import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is as wanted; fails with the last answer after a while. */
export const eventually = async <Value>(
  ask: () => Promise<Value>,
  wanted: (value: Value) => boolean,
  seconds = 20,
): Promise<Value> => {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const value = await ask();
    if (wanted(value)) return value;
    if (performance.now() > end)
      throw new Error(`Not within ${seconds} s. The last was: ${JSON.stringify(value, null, 1)}`);
    await pause(50);
  }
};
