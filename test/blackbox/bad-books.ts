import type { BadHistory } from './bad-answers.ts';
import { accepted, adding, answering, bodyOf, changing, firstOf, listing, without } from './edits.ts';
import type { Answer, Exchange, History } from './history/exchange.ts';

const finalList = accepted('GET', /wallets:usd:1\/entries\?limit=200$/, 'final');
const finalAccounts = accepted('GET', /accounts\?limit=200&prefix/, 'final');
const finalAccount = accepted('GET', /wallets:usd:1$/, 'final');
const finalBalance = accepted('GET', /wallets:usd:1\/balance$/, 'final');
const finalTrialBalance = accepted('GET', /trial-balance$/, 'final');
const posted = accepted('POST', /journal-entries$/);

type Body = Readonly<Record<string, unknown>>;

/** The later of the first two entries on the wallet, as it was answered. */
const laterEntry = (history: History): Exchange => {
  const items = bodyOf(firstOf(history, finalList))['items'] as readonly { readonly entryId: string }[];
  const wanted = items.at(-2)?.entryId;
  return firstOf(history, (exchange) => posted(exchange) && bodyOf(exchange)['id'] === wanted);
};

const answerWith = ({ answer }: Exchange, body: Body): Answer => ({ ...(answer as Answer), body });

const balanceWith =
  (more: Body) =>
  (body: Body): Body => ({ ...body, ...more });

/** What is wrong with accounts, balances, lists and totals. */
export const badBooks: readonly BadHistory[] = [
  {
    what: 'an answered entry is missing in the list of an account',
    check: 'listsAreTheEntries',
    edit: listing(finalList, (items) => items.slice(1)),
  },
  {
    what: 'an entry is listed twice',
    check: 'listsAreTheEntries',
    edit: listing(finalList, (items) => [...items, ...items.slice(0, 1)]),
  },
  {
    what: 'an entry is listed with another amount',
    check: 'listsAreTheEntries',
    edit: listing(finalList, (items) => items.map((one, index) => (index === 0 ? { ...one, amount: '0.07' } : one))),
  },
  {
    what: 'a list shows for a moment what was never answered',
    check: 'noPhantoms',
    edit: adding(finalList, ({ answer }) => ({
      purpose: 'work',
      answer: answer === null ? null : { ...answer, body: withPhantom(answer.body as Body) },
    })),
  },
  {
    what: 'a list is said to be complete, and is not',
    check: 'listsAreComplete',
    edit: listing(finalList, (items) => items.slice(0, -1)),
  },
  {
    what: 'an event is lost: nobody was told of a version',
    check: 'versionsExplained',
    edit: (history) => without(({ key }) => key !== null && key === laterEntry(history).key)(history),
  },
  {
    what: 'two entries take the same version',
    check: 'versionsExplained',
    edit: adding(posted, (exchange) => ({
      key: 'a second one',
      answer: answerWith(exchange, { ...bodyOf(exchange), id: 'jen_second' }),
    })),
  },
  {
    what: 'time stands still along an account',
    check: 'versionsExplained',
    edit: (history) => {
      const later = laterEntry(history);
      const same = answering(
        (one) => one === later,
        (body) => ({ ...body, recordedAt: '2026-01-01T00:00:00.000Z' }),
      );
      return same(history);
    },
  },
  {
    what: 'an entry takes more than the floor allows',
    check: 'replayAccepts',
    edit: answering(
      (exchange) => accepted('POST', /accounts$/)(exchange) && /wallets:usd:1$/.test(String(bodyOf(exchange)['id'])),
      (body) => ({ ...body, floor: '1000000.00' }),
    ),
  },
  {
    what: 'an entry says a wrong balance',
    check: 'balancesAfterAgree',
    edit: answering(posted, (body) => ({
      ...body,
      postings: (body['postings'] as readonly Body[]).map((one) => ({
        ...one,
        balanceAfter: { ...(one['balanceAfter'] as Body), available: one['amount'] === '0.01' ? '0.02' : '0.01' },
      })),
    })),
  },
  {
    what: 'a balance is read that nothing explains',
    check: 'balancesFold',
    edit: answering(finalBalance, balanceWith({ available: '123.45' })),
  },
  {
    what: 'a balance is read that is older than what was answered',
    check: 'readsAreCurrent',
    edit: answering(finalBalance, (body) => ({ ...body, version: 2 })),
  },
  {
    what: 'a balance is read before anybody asked for it',
    check: 'readsAreCurrent',
    edit: changing(finalBalance, () => ({ begun: 0, ended: 1 })),
  },
  {
    what: 'an entry goes before one that was answered before it was asked for',
    check: 'realTimeOrder',
    edit: (history) => {
      const early = firstOf(history, posted);
      const late = 1 + Math.max(...history.exchanges.map(({ ended }) => ended));
      const others = history.exchanges.filter(({ key }) => key !== early.key);
      return { ...history, exchanges: [...others, { ...early, begun: late, ended: late + 1 }] };
    },
  },
  {
    what: 'an account ends with a version that nobody was told of',
    check: 'accountsEndEmpty',
    edit: answering(finalAccount, (body) => ({ ...body, version: Number(body['version']) + 1 })),
  },
  {
    what: 'funds stay held',
    check: 'accountsEndEmpty',
    edit: answering(finalAccount, (body) => ({ ...body, balance: { ...(body['balance'] as Body), held: '5.00' } })),
  },
  {
    what: 'debits and credits differ for a moment',
    check: 'trialBalanceIsZero',
    edit: answering(accepted('GET', /trial-balance$/), (body) => ({
      ...body,
      currencies: [{ currency: 'USD', debits: '1.00', credits: '0.99', difference: '0.01' }],
    })),
  },
  {
    what: 'debits and credits differ in the end',
    check: 'trialBalanceEndsZero',
    edit: answering(finalTrialBalance, (body) => ({
      ...body,
      currencies: (body['currencies'] as readonly Body[]).map((one) => ({
        ...one,
        debits: '1.00',
        difference: '0.01',
      })),
    })),
  },
  {
    what: 'the trial balance is behind for an account',
    check: 'trialBalanceAgrees',
    edit: answering(finalTrialBalance, (body) => ({
      ...body,
      accounts: (body['accounts'] as readonly Body[]).map((one) => ({ ...one, debits: '1.00' })),
    })),
  },
  {
    what: 'the trial balance of a currency is not that of its accounts',
    check: 'trialBalanceSums',
    edit: answering(finalTrialBalance, (body) => ({
      ...body,
      accounts: (body['accounts'] as readonly Body[]).slice(1),
    })),
  },
  {
    what: 'a consumer could not process what the ledger wrote',
    check: 'nothingParked',
    edit: answering(accepted('GET', /health$/, 'final'), () => ({ consumers: { balance: { parked: 1 } } })),
  },
  {
    what: 'the list of accounts is behind',
    check: 'accountListAgrees',
    edit: listing(finalAccounts, (items) => items.map((one) => ({ ...one, status: 'open' }))),
  },
  {
    what: 'an amount has not the digits of its currency',
    check: 'amountsAreReadable',
    edit: listing(finalAccounts, (items) =>
      items.map((one) => ({ ...one, balance: { ...(one['balance'] as Body), posted: '1.5' } })),
    ),
  },
];

const withPhantom = (body: Body): Body => ({
  ...body,
  items: (body['items'] as readonly Body[]).map((one) => ({ ...one, entryId: 'jen_phantom' })),
});
