import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** How far a process stands back: the niceness of work that nobody waits for. */
const backgroundNiceness = 10;

/**
 * Lets a process have the processor only where others leave it. In the cloud nobody shares one; on a laptop the
 * consumers would otherwise slow down the callers whose facts they follow. Where Linux groups processes by session, the
 * group is what counts. It does no harm where the system does not allow it.
 */
export const runInBackground = (processId: number): void => {
  try {
    setPriority(processId, backgroundNiceness);
    if (process.platform === 'linux') writeFileSync(`/proc/${processId}/autogroup`, String(backgroundNiceness));
  } catch {
    // It has ended already, or the system knows no such groups.
  }
};
