/** Counts what held and what did not. A step that fails does not stop those after it. */
export type Steps = {
  readonly step: (fact: string, show: () => Promise<void>) => Promise<void>;
  /** Prints the sums, and answers whether everything held. */
  readonly finish: () => boolean;
};

export const countSteps = (): Steps => {
  let passed = 0;
  let failed = 0;
  return {
    step: async (fact, show) => {
      const begun = Date.now();
      try {
        await show();
        passed += 1;
        console.log(`ok      ${fact} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${fact}\n${String(error)}`);
      }
    },
    finish: () => {
      console.log(`${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
};
