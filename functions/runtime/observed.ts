import type { Context } from 'aws-lambda';
import { log, reasonOf, withLogFields } from './log.ts';

/** A function as Lambda calls it. */
export type LambdaHandler<Event, Answer> = (event: Event, context?: Pick<Context, 'awsRequestId'>) => Promise<Answer>;

/**
 * A handler whose log lines name the function and the request, and whose failures are logged, by name and message,
 * before they reach the platform.
 */
export const observed =
  <Event, Answer>(functionName: string, handle: (event: Event) => Promise<Answer>): LambdaHandler<Event, Answer> =>
  (event, context) =>
    withLogFields({ function: functionName, requestId: context?.awsRequestId }, async () => {
      try {
        return await handle(event);
      } catch (error) {
        log.error('failed', reasonOf(error));
        throw error;
      }
    });
