import * as z from 'zod';
import { accountTypes } from '../../../domain/accounts/account.ts';
import {
  amountAnswer,
  balanceAfterAnswer,
  dayAnswer,
  dryRunAnswer,
  metadataAnswer,
  momentAnswer,
  nextCursorAnswer,
  sideAnswer,
  textAnswer,
  versionAnswer,
} from './answer-parts.ts';

const balances = {
  posted: amountAnswer,
  pending: amountAnswer,
  available: amountAnswer,
  held: amountAnswer,
  debits: amountAnswer,
  credits: amountAnswer,
};

export const accountAnswerSchema = z
  .strictObject({
    id: textAnswer,
    name: textAnswer,
    type: z.enum(accountTypes),
    normalSide: sideAnswer,
    currency: textAnswer,
    status: z.enum(['open', 'frozen', 'closed']),
    floor: amountAnswer.nullable(),
    version: versionAnswer,
    balance: z.strictObject(balances),
    openedAt: momentAnswer,
    metadata: metadataAnswer,
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Account' });

export const balanceAnswerSchema = z
  .strictObject({
    accountId: textAnswer,
    currency: textAnswer,
    version: versionAnswer,
    recordedAt: momentAnswer,
    ...balances,
  })
  .meta({ id: 'Balance' });

export const accountsAnswerSchema = z
  .strictObject({ items: z.array(accountAnswerSchema), nextCursor: nextCursorAnswer })
  .meta({ id: 'Accounts' });

export const entriesAnswerSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        entryId: textAnswer,
        side: sideAnswer,
        amount: amountAnswer,
        currency: textAnswer,
        effectiveDate: dayAnswer,
        recordedAt: momentAnswer,
        description: textAnswer,
        accountVersion: versionAnswer,
        balanceAfter: balanceAfterAnswer,
      }),
    ),
    upToVersion: versionAnswer.meta({ description: 'The version of the account up to which the list is complete.' }),
    nextCursor: nextCursorAnswer,
  })
  .meta({ id: 'AccountEntries' });
