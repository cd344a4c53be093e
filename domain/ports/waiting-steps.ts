/** A step of a transfer's saga that waits to be answered from outside. */
export type WaitingStep = {
  readonly ledger: string;
  readonly transferId: string;
  readonly step: 'AwaitReview' | 'AwaitSettlement';
};

/**
 * Steps that wait, and the tokens that reach them. Answering is safe at any time: a step that does not wait, waits no
 * more or was answered before is left alone. So whoever has news records it first and then answers; and a step that
 * begins to wait keeps its token first and then looks for news. Whichever comes second finds what the other left.
 */
export type WaitingSteps = {
  /** Keeps the token of a step that begins to wait, in place of an earlier one. */
  readonly wait: (step: WaitingStep, token: string) => Promise<void>;
  /** Ends the waiting of a step with an answer that its saga knows. Fails with TransientFailure. */
  readonly answer: (step: WaitingStep, code: string) => Promise<void>;
};

/** Reaches whoever waits with a token. `gone` where nobody waits with it any more. Fails with TransientFailure. */
export type TaskCallback = { readonly succeed: (token: string, code: string) => Promise<'told' | 'gone'> };
