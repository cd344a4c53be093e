import * as z from 'zod';
import { accountTypes } from '../../../domain/accounts/account.ts';
import {
  accountVersionAnswer,
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

const wholeVersionAnswer = versionAnswer.meta({
  description: 'How many events it has had; of a striped account, how many it and its stripes have had.',
});

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
    stripes: z.int().positive().meta({ description: 'How many streams share its entries; 1 where it is not striped.' }),
    version: wholeVersionAnswer,
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
    version: wholeVersionAnswer,
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
        accountVersion: accountVersionAnswer,
        balanceAfter: balanceAfterAnswer,
      }),
    ),
    upToVersion: versionAnswer.meta({
      description:
        'The version of the account up to which the list is complete. Of a striped account, the sum over its stripes: ' +
        'all is listed that a balance of this version, read afterwards, includes.',
    }),
    nextCursor: nextCursorAnswer,
  })
  .meta({ id: 'AccountEntries' });
