import { hash } from 'node:crypto';
import type { Digest } from '../../domain/ports/digest.ts';

/** SHA-256 by Node's own implementation. */
export const sha256: Digest = (text) => hash('sha256', text, 'base64url');
