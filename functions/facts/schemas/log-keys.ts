import * as z from 'zod';
import { header } from './header.ts';

export const logKeysChanged1 = z.strictObject({
  ...header,
  type: z.literal('LogKeysChanged'),
  schemaVersion: z.literal(1),
  keys: z.array(z.string()).readonly(),
});
