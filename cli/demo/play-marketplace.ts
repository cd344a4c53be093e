import { setTimeout as pause } from 'node:timers/promises';
import { storedMoney, subtract } from '../../domain/money/money.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { objectsOf, textOf } from '../answers/field-of.ts';
import { seers } from '../answers/timeline-text.ts';
import type { ApiClient } from '../api/api-client.ts';
import { transferPath, waitForTransfer } from '../api/wait-for-transfer.ts';
import {
  bankOf,
  type CardPayment,
  cardPayments,
  chartOfAccounts,
  feesOf,
  type Payout,
  payableOf,
  payouts,
} from './marketplace.ts';

/** What the marketplace came to. */
export type MarketplaceReport = {
  readonly balances: readonly JsonObject[];
  readonly payouts: readonly PayoutReport[];
  readonly trialBalance: JsonObject;
  /** Of the payout that the bank took. */
  readonly timeline: JsonObject;
  /** Requests that an earlier run had made already. */
  readonly replayed: number;
  readonly requests: number;
};

export type PayoutReport = { readonly payout: Payout; readonly transfer: JsonObject; readonly isAsMeant: boolean };

/** How long all payouts together may take. One whose answer is lost ends by a timeout of the saga. */
const payoutsMilliseconds = 120_000;

/** How far views may be behind when they are read. */
const viewsMilliseconds = 20_000;

/** Runs the marketplace. Each request has a key of its own, so that another run repeats them and changes nothing. */
export const playMarketplace = async (
  api: ApiClient,
  progress: (sentence: string) => void,
): Promise<MarketplaceReport> => {
  progress(`Opening ${chartOfAccounts.length} accounts.`);
  const opened = await inTurn(chartOfAccounts, (body) =>
    api.post('/v1/accounts', { body, key: `demo-open-${textOf(body, 'id')}` }),
  );
  progress(`Taking ${cardPayments.length} card payments.`);
  const paid = await inTurn(cardPayments, (payment) =>
    api.post('/v1/journal-entries', { body: entryOf(payment), key: `demo-${payment.name}` }),
  );
  progress(`Paying out ${payouts.length} sellers, and waiting for the bank.`);
  const requested = await inTurn(payouts, (payout) =>
    api.post('/v1/transfers', { body: transferOf(payout), key: `demo-${payout.name}` }),
  );
  const deadline = Date.now() + payoutsMilliseconds;
  const ended = await Promise.all(
    requested.map(async ({ document }) => waitForTransfer(api, await newest(api, document), deadline)),
  );
  const posted = [...opened, ...paid, ...requested];
  return {
    payouts: payouts.map((payout, index) => reportOf(payout, ended[index])),
    ...(await readReports(api, ended)),
    replayed: posted.filter(({ replayed }) => replayed).length,
    requests: posted.length,
  };
};

// A replay answers as it was answered first, so a transfer that has ended long ago still reads `requested`.
const newest = (api: ApiClient, transfer: JsonObject): Promise<JsonObject> =>
  api.get(transferPath(textOf(transfer, 'id')));

const readReports = async (
  api: ApiClient,
  [first]: readonly JsonObject[],
): Promise<Pick<MarketplaceReport, 'balances' | 'trialBalance' | 'timeline'>> => {
  const balances = await inTurn(chartOfAccounts, (account) => api.get(`/v1/accounts/${textOf(account, 'id')}`));
  return {
    balances,
    trialBalance: await caughtUp(
      () => api.get('/v1/trial-balance'),
      (report) => isUpTo(report, balances),
    ),
    timeline: await caughtUp(() => api.get(`${transferPath(textOf(first, 'id'))}/timeline`), isSeenByAll),
  };
};

/** What a view answers once it has caught up, or what it answers when patience ends. */
const caughtUp = async (
  ask: () => Promise<JsonObject>,
  isCaughtUp: (answer: JsonObject) => boolean,
): Promise<JsonObject> => {
  const deadline = Date.now() + viewsMilliseconds;
  for (;;) {
    const answer = await ask();
    if (isCaughtUp(answer) || Date.now() >= deadline) return answer;
    await pause(200);
  }
};

const isUpTo = (report: JsonObject, accounts: readonly JsonObject[]): boolean => {
  const rows = new Map(objectsOf(report, 'accounts').map((row) => [textOf(row, 'accountId'), row]));
  return accounts.every((account) =>
    ['debits', 'credits'].every(
      (total) => textOf(rows.get(textOf(account, 'id')), total) === textOf(account, `balance.${total}`),
    ),
  );
};

const isSeenByAll = (timeline: JsonObject): boolean =>
  objectsOf(timeline, 'facts').every((fact) => seers.every((seer) => textOf(fact, `seenBy.${seer}`) !== ''));

const reportOf = (payout: Payout, transfer: JsonObject | undefined): PayoutReport => {
  if (transfer === undefined) throw new InvariantViolation('Each payout has its transfer');
  return { payout, transfer, isAsMeant: payout.ends.includes(textOf(transfer, 'status')) };
};

const inTurn = async <Each, Made>(all: readonly Each[], make: (each: Each) => Promise<Made>): Promise<Made[]> => {
  const made: Made[] = [];
  for (const each of all) made.push(await make(each));
  return made;
};

const entryOf = ({ name, seller, amount, fee }: CardPayment): JsonObject => {
  const { currency } = seller;
  const owed = subtract(storedMoney(amount, currency), storedMoney(fee, currency));
  return {
    description: `Card ${name}`,
    postings: [
      { accountId: bankOf(currency), side: 'debit', amount, currency },
      { accountId: payableOf(seller), side: 'credit', amount: owed.amount, currency },
      { accountId: feesOf(currency), side: 'credit', amount: fee, currency },
    ],
    metadata: { payment: name },
  };
};

const transferOf = ({ name, seller, amount, destination }: Payout): JsonObject => ({
  kind: 'payout',
  sourceAccountId: payableOf(seller),
  settlementAccountId: bankOf(seller.currency),
  amount,
  currency: seller.currency,
  destination,
  description: `Payout to ${seller.name}`,
  metadata: { payout: name },
});
