import { randomBytes } from 'node:crypto';
import type { SubjectKeys } from '../../../domain/ports/subject-keys.ts';
import { subjectKeysIn } from '../keys/subject-keys.ts';
import { keyBytes } from '../wrapping/key-wrapping.ts';
import { secretWrapping } from '../wrapping/secret-wrapping.ts';
import { memoryProjectionStore } from './projection-store.ts';

/** The keys of subjects in memory, for tests. */
export const memorySubjectKeys = (): SubjectKeys =>
  subjectKeysIn({ rows: memoryProjectionStore(), wrapping: secretWrapping(randomBytes(keyBytes)) });
