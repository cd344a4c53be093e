import type * as z from 'zod';
import { isAccepted } from '../history/exchange.ts';
import * as answers from '../told/answers.ts';
import { type RouteName, routeOf } from '../told/routes.ts';
import type { Check } from './check.ts';

const shapes: Partial<Record<RouteName, z.ZodType>> = {
  openAccount: answers.accountAnswer,
  freeze: answers.accountAnswer,
  unfreeze: answers.accountAnswer,
  close: answers.accountAnswer,
  limits: answers.accountAnswer,
  account: answers.accountAnswer,
  postEntry: answers.entryAnswer,
  captureHold: answers.entryAnswer,
  entry: answers.entryAnswer,
  authorizeHold: answers.holdAnswer,
  voidHold: answers.holdAnswer,
  hold: answers.holdAnswer,
  requestTransfer: answers.transferAnswer,
  settleTransfer: answers.transferAnswer,
  transfer: answers.transferAnswer,
  accounts: answers.accountsPage,
  balance: answers.balanceAnswer,
  entries: answers.entriesPage,
  trialBalance: answers.trialBalanceAnswer,
  health: answers.healthAnswer,
  checkpoint: answers.checkpointAnswer,
  proofs: answers.proofsAnswer,
};

/** Every accepted answer has the shape that its route promises. */
export const answersReadable: Check = ({ told }) =>
  told.history.exchanges.filter(isAccepted).flatMap((exchange) => {
    const parsed = shapes[routeOf(exchange).route]?.safeParse(exchange.answer?.body);
    if (parsed === undefined || parsed.success) return [];
    return [`${exchange.method} ${exchange.path} was answered ${JSON.stringify(exchange.answer?.body).slice(0, 300)}`];
  });
