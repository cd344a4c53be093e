import type * as z from 'zod';
import type { Purpose } from '../history/exchange.ts';
import { accountAnswer, accountsPage, balanceAnswer, healthAnswer, trialBalanceAnswer } from '../told/answers.ts';
import { answeredAmount } from '../told/money.ts';
import type { Read } from '../told/told.ts';
import type { Check, Evidence } from './check.ts';

type TrialBalance = z.infer<typeof trialBalanceAnswer>;

type TrialBalanceRead = Read<TrialBalance>;

const trialBalances = ({ told }: Evidence, purpose: Purpose): readonly TrialBalanceRead[] =>
  told.readsOf('trialBalance', trialBalanceAnswer).filter(({ exchange }) => exchange.purpose === purpose);

/** Debits equal credits in every currency, whenever the trial balance is read. */
export const trialBalanceIsZero: Check = (evidence) => trialBalances(evidence, 'work').flatMap(differencesIn);

/** They do at the end, where nobody writes any more. */
export const trialBalanceEndsZero: Check = (evidence) => trialBalances(evidence, 'final').flatMap(differencesIn);

const differencesIn = ({ body, exchange }: TrialBalanceRead): readonly string[] =>
  body.currencies
    .filter(({ debits, credits, difference }) => debits !== credits || !/^0(\.0*)?$/.test(difference))
    .map(({ currency, debits, credits }) => {
      return `In ${currency}, debits were ${debits} and credits ${credits}, at ${exchange.ended.toFixed(0)} ms`;
    });

/** At the end the trial balance has the totals of each account. */
export const trialBalanceAgrees: Check = (evidence) => {
  const finals = trialBalances(evidence, 'final');
  const rows = new Map(finals.flatMap(({ body }) => body.accounts.map((row) => [row.accountId, row])));
  return evidence.told
    .readsOf('balance', balanceAnswer)
    .filter(({ exchange }) => exchange.purpose === 'final')
    .flatMap(({ id, body: { debits, credits } }) => {
      const row = rows.get(id);
      return row?.debits === debits && row.credits === credits
        ? []
        : [
            `The trial balance has ${row?.debits} and ${row?.credits} for ${id}, whose totals are ${debits} and ${credits}`,
          ];
    });
};

/** At the end the trial balance of each currency is the sum over its accounts. */
export const trialBalanceSums: Check = (evidence) => {
  const finals = trialBalances(evidence, 'final');
  const rows = finals.flatMap(({ body }) => body.accounts);
  return finals.slice(0, 1).flatMap(({ body }) => unexplainedSums(body, rows));
};

const unexplainedSums = ({ currencies }: TrialBalance, rows: TrialBalance['accounts']): readonly string[] =>
  currencies
    .filter(({ currency, debits }) => {
      const own = rows.filter((row) => row.currency === currency);
      return own.reduce((sum, row) => sum + minorUnits(row.debits), 0n) !== minorUnits(debits);
    })
    .map(
      ({ currency, debits }) =>
        `In ${currency} the trial balance has ${debits} debits, which are not those of its accounts`,
    );

/** All amounts of one currency have the same digits, so these compare whatever the currency is. */
const minorUnits = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** At the end the list of accounts shows each account as it is. */
export const accountListAgrees: Check = ({ told }) => {
  const listed = new Map(
    told
      .readsOf('accounts', accountsPage)
      .filter(({ exchange }) => exchange.purpose === 'final')
      .flatMap(({ body }) => body.items.map((account) => [account.id, account])),
  );
  const read = told.readsOf('account', accountAnswer).filter(({ exchange }) => exchange.purpose === 'final');
  const own = new Set(read.map(({ id }) => id));
  return [
    ...read
      .filter(({ id, body }) => JSON.stringify(listed.get(id)) !== JSON.stringify(body))
      .map(({ id, body }) => `${id} is ${JSON.stringify(body)}, and listed as ${JSON.stringify(listed.get(id))}`),
    ...[...listed.keys()].filter((id) => !own.has(id)).map((id) => `${id} is listed, and nobody opened it`),
  ];
};

/** At the end no consumer has set anything aside: nothing that the ledger writes is poison to it. */
export const nothingParked: Check = ({ told }) => {
  const health = told.readsOf('health', healthAnswer).filter(({ exchange }) => exchange.purpose === 'final');
  const parked = health.flatMap(({ body }) =>
    Object.entries(body.consumers)
      .filter(([, consumer]) => consumer.parked > 0)
      .map(([name, consumer]) => `The consumer ${name} ends with ${consumer.parked} records set aside`),
  );
  return health.length === 0 ? ['Nobody asked for the health at the end'] : parked;
};

/** Balances that were listed are amounts, in a run's own currencies. */
export const amountsAreReadable: Check = ({ told }) => {
  for (const { body } of told.readsOf('accounts', accountsPage))
    for (const { balance, currency } of body.items)
      for (const amount of Object.values(balance)) answeredAmount(amount, currency);
  return [];
};
