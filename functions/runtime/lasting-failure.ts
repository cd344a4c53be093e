import { InvariantViolation, PermanentFailure } from '../../domain/shared/failures.ts';

/** Whether trying the same again would fail again: a fact that fails so is set aside, and those behind it go on. */
export const isLasting = (failure: unknown): failure is PermanentFailure | InvariantViolation =>
  failure instanceof PermanentFailure || failure instanceof InvariantViolation;

/** What pure code threw, as a failure that lasts: it would throw again however often it ran. */
export const lastingFailure = (error: unknown): PermanentFailure | InvariantViolation =>
  isLasting(error) ? error : new InvariantViolation(`Pure code threw: ${String(error)}`, { cause: error });
