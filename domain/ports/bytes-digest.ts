/** SHA-256 of bytes, as 32 bytes. */
export type BytesDigest = (bytes: Uint8Array) => Uint8Array;
