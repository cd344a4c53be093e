import type { ChangeAccount } from '../../../domain/accounts/account-decider.ts';
import { accountOf } from '../../../domain/accounts/account-stream.ts';
import { parseCurrencyCode } from '../../../domain/money/currency.ts';
import type { Money } from '../../../domain/money/money.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import { changeAccount } from '../../commands/change-account.ts';
import { type OpenAccountBody, openAccount } from '../../commands/open-account.ts';
import type { Answer } from '../answer.ts';
import { accountAnswer } from '../answers/account-answer.ts';
import { commandAnswer } from '../answers/command-answer.ts';
import {
  changeLimitsOperation,
  closeAccountOperation,
  freezeAccountOperation,
  openAccountOperation,
  unfreezeAccountOperation,
} from '../operations/accounts.ts';
import { type Fault, problemOf } from '../problem.ts';
import { readMoney } from '../read-money.ts';
import { newestOfPath, openingOf } from '../reads/account-of-path.ts';
import { wholeOfWrites } from '../reads/event-of-write.ts';
import { resultsOf } from '../reads/result-of.ts';
import { type Order, type Route, writing } from '../route.ts';
import type { AccountBody, EmptyBody, LimitsBody } from '../schemas/bodies.ts';
import type { ApiServices } from '../services.ts';

const open = async ({ body, ...order }: Order<AccountBody>, { ledger }: ApiServices): Promise<Answer> => {
  const wanted = openingOfBody(body);
  if (!wanted.ok) return { problem: problemOf(wanted.rejection) };
  return commandAnswer(await openAccount(ledger, { ...order, body: wanted.value }), {
    status: 201,
    recorded: async (request) => {
      const opened = await resultsOf(ledger.eventStore, request);
      return accountAnswer(opened.own, opened);
    },
    rehearsed: (writes) => {
      const opened = wholeOfWrites(writes);
      return accountAnswer(opened.own, opened);
    },
    madeUnder: '/v1/accounts',
  });
};

const openingOfBody = ({
  id,
  name,
  type,
  stripes = 1,
  metadata = {},
  ...said
}: AccountBody): Result<OpenAccountBody, Fault> => {
  const currency = parseCurrencyCode(said.currency);
  if (currency === undefined)
    return rejected({ code: 'UnknownCurrency', detail: 'The currency is not in ISO 4217.', pointer: '/currency' });
  const floor = readFloor(said.floor ?? null, currency);
  if (!floor.ok) return floor;
  return accepted({ accountId: id, accountType: type, currency, floor: floor.value, stripes, name, metadata });
};

const readFloor = (floor: string | null, currency: string): Result<Money | null, Fault> =>
  floor === null ? accepted(null) : readMoney({ amount: floor, currency, amountPointer: '/floor' });

const change = async (
  { id, ...order }: Omit<Order<unknown>, 'body'>,
  changeOf: (currency: string) => Result<ChangeAccount, Fault>,
  services: ApiServices,
): Promise<Answer> => {
  const { ledger } = services;
  const before = await newestOfPath(services, { ledger: order.origin.ledger, id });
  if (!before.ok) return { problem: before.rejection };
  const { accountId, currency } = accountOf(before.value.own);
  const wanted = changeOf(currency);
  if (!wanted.ok) return { problem: problemOf(wanted.rejection) };
  const [opened, outcome] = await Promise.all([
    openingOf(services, before.value),
    changeAccount(ledger, { ...order, body: { accountId, change: wanted.value } }),
  ]);
  return commandAnswer(outcome, {
    status: 200,
    recorded: async (request) => accountAnswer(opened, await resultsOf(ledger.eventStore, request)),
    rehearsed: (writes) => accountAnswer(opened, writes.length === 0 ? before.value : wholeOfWrites(writes)),
    unchanged: async () => {
      const newest = await newestOfPath(services, { ledger: order.origin.ledger, id });
      return accountAnswer(opened, newest.ok ? newest.value : before.value);
    },
  });
};

const changeTo =
  (type: (ChangeAccount & { readonly type: 'FreezeAccount' | 'UnfreezeAccount' | 'CloseAccount' })['type']) =>
  (order: Order<EmptyBody>, services: ApiServices): Promise<Answer> =>
    change(order, () => accepted({ type }), services);

const changeLimits = (order: Order<LimitsBody>, services: ApiServices): Promise<Answer> =>
  change(
    order,
    (currency) => {
      const floor = readFloor(order.body.floor, currency);
      return floor.ok ? accepted({ type: 'ChangeFloor', floor: floor.value }) : floor;
    },
    services,
  );

/** What can be done to accounts. */
export const accountOrderRoutes: readonly Route[] = [
  writing(openAccountOperation, open),
  writing(freezeAccountOperation, changeTo('FreezeAccount')),
  writing(unfreezeAccountOperation, changeTo('UnfreezeAccount')),
  writing(closeAccountOperation, changeTo('CloseAccount')),
  writing(changeLimitsOperation, changeLimits),
];
