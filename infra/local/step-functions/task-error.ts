/** A task's failure, by the name that `Retry` and `Catch` match. */
export class TaskError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/**
 * Ends a task whose execution, or branch of one, is over. The interpreter asks an error whether it may be retried or
 * caught.
 */
export class TaskCancelled extends Error {
  override readonly name = 'TaskCancelled';
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** A state answered more than the service carries. `States.ALL` does not catch it, as on AWS. */
export class DataLimitExceeded extends Error {
  override readonly name = 'States.DataLimitExceeded';
  readonly isRetryable = false;
  readonly isCatchable = false;
}
