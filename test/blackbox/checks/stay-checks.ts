import { codeOf } from '../history/exchange.ts';
import { type HoldAnswer, holdAnswer } from '../told/answers.ts';
import { routeOf } from '../told/routes.ts';
import type { Check } from './check.ts';

const things = new Set(['account', 'balance', 'entries', 'entry', 'hold', 'transfer']);

/** What was answered is there whenever somebody looks: clients know no ids but those. */
export const nothingForgotten: Check = ({ told }) =>
  told.history.exchanges
    .filter(({ method, answer }) => method === 'GET' && answer?.status === 404)
    .filter((exchange) => things.has(routeOf(exchange).route))
    .map(({ path, answer }) => `${path} was answered before, and is now ${codeOf(answer?.body) ?? 'not found'}`);

/** A hold reads as it was authorized, apart from what became of it. */
export const holdsStay: Check = ({ told }) => {
  const authorized = new Map(
    told.operations.flatMap(({ route, accepted }) => {
      const parsed = route === 'authorizeHold' ? holdAnswer.safeParse(accepted?.answer?.body) : undefined;
      return parsed?.success === true ? [[parsed.data.id, termsOf(parsed.data)]] : [];
    }),
  );
  return told
    .readsOf('hold', holdAnswer)
    .filter(({ id, body }) => authorized.has(id) && authorized.get(id) !== termsOf(body))
    .map(({ id, body }) => `${id} was authorized as ${authorized.get(id)}, and reads ${termsOf(body)}`);
};

const termsOf = (hold: HoldAnswer): string => {
  const { accountId, destinationAccountId, side, amount, currency, authorizedAt, expiresAt } = hold;
  return [side, accountId, destinationAccountId, amount, currency, authorizedAt, expiresAt].join(' ');
};
