import * as z from 'zod';
import { stripesMaximum } from '../../../domain/accounts/stripe.ts';
import { header } from './header.ts';
import { accountIdText, currencyText, decimalText, keptAccountIdText, metadataMap } from './texts.ts';

/** What a fact did to one account. */
export const effect = {
  accountId: accountIdText,
  accountType: z.enum(['asset', 'expense', 'liability', 'equity', 'income']),
  currency: currencyText,
  version: z.int().min(1),
  previousHash: z.string(),
  debits: decimalText,
  credits: decimalText,
  heldDebits: z.exactOptional(decimalText),
  heldCredits: z.exactOptional(decimalText),
};

/** What it did to an account or to a stripe of one. Accounts had no stripes at first. */
export const keptEffect = { ...effect, accountId: keptAccountIdText };

const standing = { status: z.enum(['open', 'frozen', 'closed']), floor: decimalText.nullable() };
const life = { ...header, ...effect, schemaVersion: z.literal(1), ...standing };

const stripedLife = {
  ...header,
  ...keptEffect,
  schemaVersion: z.literal(2),
  ...standing,
  stripes: z.int().min(1).max(stripesMaximum),
};

const opening = { type: z.literal('AccountOpened'), name: z.string(), metadata: metadataMap, fingerprint: z.string() };

export const accountOpened1 = z.strictObject({ ...life, ...opening });
export const accountOpened2 = z.strictObject({ ...stripedLife, ...opening });

const accountChanged = <Type extends string>(type: Type) => z.strictObject({ ...life, type: z.literal(type) });
const stripedChanged = <Type extends string>(type: Type) => z.strictObject({ ...stripedLife, type: z.literal(type) });

export const accountFrozen1 = accountChanged('AccountFrozen');
export const accountFrozen2 = stripedChanged('AccountFrozen');
export const accountUnfrozen1 = accountChanged('AccountUnfrozen');
export const accountUnfrozen2 = stripedChanged('AccountUnfrozen');
export const accountClosed1 = accountChanged('AccountClosed');
export const accountClosed2 = stripedChanged('AccountClosed');
export const accountLimitsChanged1 = accountChanged('AccountLimitsChanged');
