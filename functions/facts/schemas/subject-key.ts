import * as z from 'zod';
import { header } from './header.ts';

export const sealedValueOpened1 = z.strictObject({
  ...header,
  type: z.literal('SealedValueOpened'),
  schemaVersion: z.literal(1),
  keyId: z.string(),
  sealedHash: z.string(),
});

export const subjectErased1 = z.strictObject({
  ...header,
  type: z.literal('SubjectErased'),
  schemaVersion: z.literal(1),
  keyId: z.string(),
});
