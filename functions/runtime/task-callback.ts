import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { TaskCallback } from '../../domain/ports/waiting-steps.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';

/** What Step Functions says where nobody waits with a token any more. */
const gone: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Reaches steps that wait in Step Functions. */
export const taskCallback = (sfn: SFNClient): TaskCallback => ({
  succeed: async (token, code) => {
    try {
      await sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify({ code }) }));
      return 'told';
    } catch (cause) {
      if (cause instanceof Error && gone.has(cause.name)) return 'gone';
      throw new TransientFailure('Step Functions did not take the answer of a step that waits', { cause });
    }
  },
});
