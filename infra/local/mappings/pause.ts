/** Waits, or less long if the signal aborts meanwhile. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });

const firstBackoffMilliseconds = 100;
const backoffMaximumMilliseconds = 5_000;

/** Twice as long each time: from 100 ms up to 5 s. AWS's are longer; these suit a machine that a person watches. */
export const backoffMilliseconds = (failures: number): number =>
  Math.min(backoffMaximumMilliseconds, firstBackoffMilliseconds * 2 ** Math.max(0, failures - 1));
