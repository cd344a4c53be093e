/** Where a saga ends: `Ended` with an outcome that its steps recorded, `Unrepaired` where a person has to look. */
export type SagaEnd = 'Ended' | 'Unrepaired';

/** How often a step that failed is run again, and the waits in between in seconds, doubled each time. */
export type SagaRetry = {
  readonly attemptsMaximum: number;
  readonly delayFirstSeconds: number;
  readonly delayMaximumSeconds: number;
};

/**
 * A step of a saga. Running it twice changes nothing, so every failure but those that last is worth another attempt.
 */
export type SagaStep<Name extends string> = {
  readonly name: Name;
  /** `call` answers by itself; `wait` is answered from outside, with the token that it was given. */
  readonly kind: 'call' | 'wait';
  readonly timeoutSeconds: number;
  readonly retry: SagaRetry;
  /** Where each answer leads. An answer that is not here is a defect. */
  readonly answers: Readonly<Record<string, Name | SagaEnd>>;
  /**
   * What undoes it: where it leads once its retries are spent, or a wait is over. A step that failed may have taken
   * effect, so it is undone too, and what undoes it does nothing where there is nothing to undo. After the pivot there
   * is only going on, and then a person.
   */
  readonly undoneBy: Name | SagaEnd;
};

/** A saga as a plain value: its state machine is rendered from it. */
export type Saga<Name extends string = string> = {
  readonly name: string;
  readonly comment: string;
  readonly first: Name;
  readonly steps: readonly SagaStep<Name>[];
  /** Errors, by name, that would come again however often a step ran. */
  readonly lastingErrors: readonly string[];
};
