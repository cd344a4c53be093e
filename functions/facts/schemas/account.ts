import * as z from 'zod';
import { header } from './header.ts';
import { accountIdText, currencyText, decimalText, metadataMap } from './texts.ts';

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

const life = {
  ...header,
  ...effect,
  schemaVersion: z.literal(1),
  status: z.enum(['open', 'frozen', 'closed']),
  floor: decimalText.nullable(),
};

export const accountOpened1 = z.strictObject({
  ...life,
  type: z.literal('AccountOpened'),
  name: z.string(),
  metadata: metadataMap,
  fingerprint: z.string(),
});

const accountChanged = <Type extends string>(type: Type) => z.strictObject({ ...life, type: z.literal(type) });

export const accountFrozen1 = accountChanged('AccountFrozen');
export const accountUnfrozen1 = accountChanged('AccountUnfrozen');
export const accountClosed1 = accountChanged('AccountClosed');
export const accountLimitsChanged1 = accountChanged('AccountLimitsChanged');
