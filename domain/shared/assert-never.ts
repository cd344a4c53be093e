import { InvariantViolation } from './failures.ts';

/** The end of every switch over a union: it does not compile until each member is handled. */
export const assertNever = (unexpected: never): never => {
  throw new InvariantViolation(`No case handles ${JSON.stringify(unexpected)}`);
};
