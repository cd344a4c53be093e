import type { Execution, NewEvent } from './execution.ts';
import type { Ending } from './run-execution.ts';

/** What an execution's history begins with. */
export const startedEvent = ({ input }: Execution): NewEvent => ({
  type: 'ExecutionStarted',
  executionStartedEventDetails: { input, inputDetails: { truncated: false } },
});

/** What it goes on with where the stack had ended meanwhile. */
export const redrivenEvent = ({ redriveCount }: Execution): NewEvent => ({
  type: 'ExecutionRedriven',
  executionRedrivenEventDetails: { redriveCount },
});

/** What it ends with. */
export const endedEvent = (ending: Ending): NewEvent => {
  if (ending.status === 'SUCCEEDED') {
    const details = { output: ending.output, outputDetails: { truncated: false } };
    return { type: 'ExecutionSucceeded', executionSucceededEventDetails: details };
  }
  const { error, cause } = ending;
  const name = { FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[ending.status];
  return { type: `Execution${name}`, [`execution${name}EventDetails`]: { error, cause } };
};
