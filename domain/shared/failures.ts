/** The world is broken for now: nothing may be concluded, and the same call may succeed later. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
}

/** The world is broken for good: the same call will fail again, so someone has to look. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}

/** We are wrong: something that cannot happen did. Nobody below the handler catches it, and it pages. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}
