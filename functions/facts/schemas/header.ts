import * as z from 'zod';
import { instantText } from './texts.ts';

/** The part that all facts share. */
export const header = {
  ledger: z.string().min(1),
  actor: z.string(),
  correlationId: z.exactOptional(z.string()),
  traceparent: z.exactOptional(z.string()),
  recordedAt: instantText,
};
