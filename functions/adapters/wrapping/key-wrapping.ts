/** What a wrapped key is for, in words that may be logged: it unwraps only together with the same words. */
export type WrappingContext = Readonly<Record<string, string>>;

/**
 * Wraps keys of 32 bytes so that they can be kept, and unwraps them. Throws PermanentFailure for what was not wrapped
 * so, and TransientFailure where it cannot be asked now.
 */
export type KeyWrapping = {
  readonly wrap: (key: Uint8Array, context: WrappingContext) => Promise<Uint8Array>;
  readonly unwrap: (wrapped: Uint8Array, context: WrappingContext) => Promise<Uint8Array>;
};

/** The length of every key that is wrapped. */
export const keyBytes = 32;
