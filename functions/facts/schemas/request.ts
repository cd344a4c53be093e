import * as z from 'zod';
import { header } from './header.ts';
import { accountIdText } from './texts.ts';

export const requestRejected1 = z.strictObject({
  ...header,
  type: z.literal('RequestRejected'),
  schemaVersion: z.literal(1),
  rejectionId: z.string(),
  operation: z.string(),
  code: z.string(),
  fingerprint: z.string(),
  subject: z.exactOptional(z.string()),
  accountIds: z.array(accountIdText).readonly(),
});
