import * as z from 'zod';
import { effect } from './account.ts';
import { header } from './header.ts';
import { accountIdText, currencyText, decimalText, instantText } from './texts.ts';

const snapshot = z.strictObject({
  status: z.enum(['authorized', 'partiallyCaptured', 'captured', 'voided', 'expired']),
  accountId: accountIdText,
  destinationAccountId: accountIdText,
  side: z.enum(['debit', 'credit']),
  currency: currencyText,
  amount: decimalText,
  captured: decimalText,
  expiresAt: instantText.nullable(),
  authorizedAt: instantText,
  description: z.string(),
  transferId: z.exactOptional(z.string()),
});

const holdFact = {
  ...header,
  schemaVersion: z.literal(1),
  holdId: z.string(),
  hold: snapshot,
  previousHash: z.string(),
};

const effects = z.array(z.strictObject(effect)).readonly();

export const holdAuthorized1 = z.strictObject({
  ...holdFact,
  type: z.literal('HoldAuthorized'),
  effects,
  fingerprint: z.string(),
});

export const holdCaptured1 = z.strictObject({
  ...holdFact,
  type: z.literal('HoldCaptured'),
  entryId: z.string(),
  amountCaptured: decimalText,
});

export const holdVoided1 = z.strictObject({ ...holdFact, type: z.literal('HoldVoided'), effects });
export const holdExpired1 = z.strictObject({ ...holdFact, type: z.literal('HoldExpired'), effects });
