import { hash } from 'node:crypto';
import type { BytesDigest } from '../../domain/ports/bytes-digest.ts';

/** SHA-256 of bytes by Node's own implementation. */
export const bytesSha256: BytesDigest = (bytes) => Uint8Array.from(hash('sha256', bytes, 'buffer'));
