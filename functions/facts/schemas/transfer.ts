import * as z from 'zod';
import { header } from './header.ts';
import { screening } from './risk.ts';
import { accountIdText, currencyText, decimalText, instantText, metadataMap } from './texts.ts';

const reason = z.strictObject({ code: z.string(), detail: z.string() });

const snapshot = z.strictObject({
  kind: z.literal('payout'),
  status: z.enum([
    'requested',
    'screened',
    'inReview',
    'held',
    'submitted',
    'settled',
    'completed',
    'refused',
    'undone',
    'needsRepair',
  ]),
  sourceAccountId: accountIdText,
  settlementAccountId: accountIdText,
  currency: currencyText,
  amount: decimalText,
  destination: z.string(),
  description: z.string(),
  metadata: metadataMap,
  requestedAt: instantText,
  reason: reason.nullable(),
  holdId: z.string().nullable(),
  entryIds: z.array(z.string()).readonly(),
  railReference: z.string().nullable(),
});

/** All moments of a transfer have one shape, but for repairs. */
export const transferFact1 = <Type extends string>(type: Type) =>
  z.strictObject({
    ...header,
    type: z.literal(type),
    schemaVersion: z.literal(1),
    transferId: z.string(),
    transfer: snapshot,
    previousHash: z.string(),
    step: z.exactOptional(z.strictObject({ name: z.string(), startedAt: instantText, attempt: z.int().min(1) })),
    fingerprint: z.exactOptional(z.string()),
    error: z.exactOptional(reason),
    screening: z.exactOptional(z.strictObject(screening)),
  });

const repair = z.strictObject({
  outcome: z.enum(['moved', 'notMoved']),
  railReference: z.string().nullable(),
  detail: z.string(),
  proposedBy: z.string(),
});

/** A repair, proposed or carried out. */
export const repairFact1 = <Type extends string>(type: Type) => transferFact1(type).extend({ repair });
