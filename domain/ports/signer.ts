/**
 * Signs with one Ed25519 key (RFC 8032). The same message always gets the same signature, so signing again after a
 * crash makes nothing new. Fails with TransientFailure or PermanentFailure.
 */
export type Signer = {
  /** The public half, as 32 bytes. */
  readonly publicKey: () => Promise<Uint8Array>;
  /** The signature of a message, as 64 bytes. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
};
