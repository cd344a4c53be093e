import type { Log } from './log.ts';

/** Ends one thing that was started. */
export type Closing = () => Promise<void>;

/**
 * Ends things in the opposite order of their start, so that nothing loses what it works with. One that fails stops
 * none.
 */
export const closeInReverse = async (closing: Closing[], log: Log): Promise<void> => {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) {
    try {
      await close();
    } catch (error) {
      log(`Something did not stop in order: ${error instanceof Error ? error.message : error}`);
    }
  }
};
