import * as z from 'zod';
import { effect, keptEffect } from './account.ts';
import { header } from './header.ts';
import { accountIdText, currencyText, decimalText, instantText, keptAccountIdText } from './texts.ts';

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

const stripedSnapshot = snapshot.extend({ accountId: keptAccountIdText, destinationAccountId: keptAccountIdText });

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

/** Holds were first written before accounts had stripes. */
const onStripes = { schemaVersion: z.literal(2), hold: stripedSnapshot };
const withEffects = { ...onStripes, effects: z.array(z.strictObject(keptEffect)).readonly() };

export const holdAuthorized2 = holdAuthorized1.extend(withEffects);
export const holdCaptured2 = holdCaptured1.extend(onStripes);
export const holdVoided2 = holdVoided1.extend(withEffects);
export const holdExpired2 = holdExpired1.extend(withEffects);
