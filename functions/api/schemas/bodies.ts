import * as z from 'zod';
import { accountTypes } from '../../../domain/accounts/account.ts';
import { stripesMaximum } from '../../../domain/accounts/stripe.ts';
import { accountsMaximum, postingsMaximum } from '../../../domain/journal/posting.ts';
import { holdDaysDefault } from '../limits.ts';
import {
  accountIdSchema,
  amountSchema,
  currencySchema,
  dateSchema,
  descriptionSchema,
  instantSchema,
  metadataSchema,
  nameSchema,
  referenceSchema,
  sideSchema,
} from './text.ts';

export const accountBody = z.strictObject({
  id: accountIdSchema,
  name: nameSchema,
  type: z.enum(accountTypes),
  currency: currencySchema,
  floor: amountSchema
    .nullable()
    .exactOptional()
    .meta({ description: 'The lowest available balance; none where null.' }),
  stripes: z
    .int()
    .min(1)
    .max(stripesMaximum)
    .exactOptional()
    .meta({
      description:
        'For an account that very many entries meet at: how many streams share them, so that these do not wait for each ' +
        'other. Such an account has no floor. Never changes; 1 where absent.',
    }),
  metadata: metadataSchema.exactOptional(),
});
export type AccountBody = z.infer<typeof accountBody>;

export const limitsBody = z.strictObject({
  floor: amountSchema.nullable().meta({ description: 'The lowest available balance; none where null.' }),
});
export type LimitsBody = z.infer<typeof limitsBody>;

export const postingBody = z.strictObject({
  accountId: accountIdSchema,
  side: sideSchema,
  amount: amountSchema,
  currency: currencySchema,
});
export type PostingBody = z.infer<typeof postingBody>;

export const entryBody = z.strictObject({
  description: descriptionSchema.exactOptional(),
  effectiveDate: dateSchema.exactOptional().meta({ description: 'The day it counts for; today (UTC) where absent.' }),
  valueDate: dateSchema
    .exactOptional()
    .meta({ description: 'The day the funds are there; `effectiveDate` where absent.' }),
  postings: z.array(postingBody).meta({
    description: `2 to ${postingsMaximum} postings on at most ${accountsMaximum} accounts, balanced per currency.`,
  }),
  metadata: metadataSchema.exactOptional(),
});
export type EntryBody = z.infer<typeof entryBody>;

export const holdBody = z.strictObject({
  accountId: accountIdSchema,
  destinationAccountId: accountIdSchema,
  amount: amountSchema,
  currency: currencySchema,
  expiresAt: instantSchema.exactOptional().meta({ description: `${holdDaysDefault} days from now where absent.` }),
  description: descriptionSchema.exactOptional(),
});
export type HoldBody = z.infer<typeof holdBody>;

export const captureBody = z.strictObject({
  amount: amountSchema.exactOptional().meta({ description: 'All that remains where absent.' }),
  effectiveDate: dateSchema.exactOptional().meta({ description: 'The day it counts for; today (UTC) where absent.' }),
  metadata: metadataSchema.exactOptional(),
});
export type CaptureBody = z.infer<typeof captureBody>;

export const transferBody = z.strictObject({
  kind: z.literal('payout'),
  sourceAccountId: accountIdSchema,
  settlementAccountId: accountIdSchema,
  amount: amountSchema,
  currency: currencySchema,
  destination: referenceSchema.meta({ description: 'A reference at the rail; never an account number or a name.' }),
  description: descriptionSchema.exactOptional(),
  metadata: metadataSchema.exactOptional(),
});
export type TransferBody = z.infer<typeof transferBody>;

/** Of what has nothing to say beyond its address. */
export const emptyBody = z.strictObject({});
export type EmptyBody = z.infer<typeof emptyBody>;

export const settlementBody = z.strictObject({
  outcome: z
    .enum(['settled', 'refused', 'returned'])
    .meta({ description: '`settled`: money moved; `refused`: it will not; `returned`: it moved, and came back.' }),
  railReference: referenceSchema.meta({ description: 'What the rail calls the payout.' }),
  detail: descriptionSchema.exactOptional().meta({ description: 'Why, as the rail says; never personal data.' }),
});
export type SettlementBody = z.infer<typeof settlementBody>;

export const resolutionBody = z.strictObject({
  decision: z
    .enum(['approve', 'refuse'])
    .meta({ description: '`approve`: what was held up goes on; `refuse`: the transfer in review ends.' }),
  detail: descriptionSchema.exactOptional().meta({ description: 'Why; never personal data.' }),
});
export type ResolutionBody = z.infer<typeof resolutionBody>;

const repairOutcome = z.enum(['moved', 'notMoved']).meta({
  description:
    'Where the money finally is. `moved`: the rail paid it out; `notMoved`: it did not, or has given it back.',
});

export const repairBody = z.strictObject({
  outcome: repairOutcome,
  railReference: referenceSchema
    .exactOptional()
    .meta({ description: 'What the rail calls the payout; needed where it moved and the transfer does not know it.' }),
  detail: descriptionSchema.meta({ description: 'How that is known; never personal data.' }),
});
export type RepairBody = z.infer<typeof repairBody>;

export const approvalBody = z.strictObject({ outcome: repairOutcome });
export type ApprovalBody = z.infer<typeof approvalBody>;
