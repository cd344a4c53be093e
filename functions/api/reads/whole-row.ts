import { add, storedMoney } from '../../../domain/money/money.ts';
import type { ProjectionStore, Row } from '../../../domain/ports/projection-store.ts';
import { type AccountRow, stripesOf } from '../../../domain/projections/balance-rows.ts';

/** Rows of accounts, each with what its stripes add to it; only what is striped costs a query more. */
export const wholeRows = (
  views: Pick<ProjectionStore, 'query'>,
  ledger: string,
  rows: readonly Row[],
): Promise<readonly AccountRow[]> =>
  Promise.all(
    rows.map(async ({ body }) => {
      const own = body as unknown as AccountRow;
      const stripes = await stripeRows(views, ledger, own);
      return stripes.map((row) => row.body as unknown as AccountRow).reduce(withStripe, own);
    }),
  );

/** The rows of an account's stripes, as far as they have come. */
export const stripeRows = async (
  views: Pick<ProjectionStore, 'query'>,
  ledger: string,
  { accountId, stripes = 1 }: Pick<AccountRow, 'accountId' | 'stripes'>,
): Promise<readonly Row[]> =>
  stripes === 1 ? [] : views.query({ partition: stripesOf(ledger, accountId), limit: stripes });

const withStripe = (whole: AccountRow, stripe: AccountRow): AccountRow => {
  const plus = (left: string, right: string): string =>
    add(storedMoney(left, whole.currency), storedMoney(right, whole.currency)).amount;
  return {
    ...whole,
    debits: plus(whole.debits, stripe.debits),
    credits: plus(whole.credits, stripe.credits),
    heldDebits: plus(whole.heldDebits, stripe.heldDebits),
    heldCredits: plus(whole.heldCredits, stripe.heldCredits),
    version: whole.version + stripe.version,
  };
};
